using CodegenBert.Data;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using CodegenBert.Training;

namespace CodegenBert.Tests.Tiny;

/// <summary>A task on the tiny encoder, its data and its options.</summary>
internal static class TinyTask
{
    /// <summary>Single text, two labels.</summary>
    public static TaskDefinition Sentiment(FreezePlan? freeze = null, HeadDefinition? head = null) => Of(freeze, head, "negative", "positive");

    public static TaskDefinition Of(FreezePlan? freeze, HeadDefinition? head, params string[] labels) => new()
    {
        Name = "Sentiment",
        SpecPath = "specs/sentiment.bert.yaml",
        Input = new InputDefinition("text"),
        Labels = new LabelSet(labels.Select(label => new LabelDefinition(label, label))),
        Encoder = new EncoderReference(EncoderSource.Folder, "tiny"),
        Tokenizer = new TokenizerSettings { MaxLength = 32 },
        Head = head ?? new HeadDefinition(),
        Freeze = freeze ?? FreezePlan.None,
    };

    /// <summary>Texts of 2 to 20 words; a row is positive if it has more of the six kind words than of the six unkind ones, and one in eight is mislabelled.</summary>
    public static IReadOnlyList<LabeledTexts> Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, count).Select(number =>
        {
            int[] words = [.. Enumerable.Range(0, random.Next(2, 21)).Select(_ => random.Next(TinyEncoder.Words.Count))];
            bool positive = words.Count(word => word < 6) > words.Count(word => word is >= 6 and < 12);
            return new LabeledTexts(new InputTexts(string.Join(' ', words.Select(word => TinyEncoder.Words[word]))), RowTarget.Label((positive ^ (random.Next(8) == 0)) ? 1 : 0), new RowOrigin("rows.tsv", number + 1));
        })];
    }

    public static TinyOptions Options(TinyEncoder encoder) => Options(encoder.Folder);

    public static TinyOptions Options(string encoder) => new(new TrainingDefaults { Epochs = 3, BatchSize = 8, LearningRate = 1e-3, HeadLearningRate = 1e-2 }) { EncoderPath = encoder };

    /// <summary>Rows as the run reads them.</summary>
    public static EncodedRows Encode(TinyEncoder encoder, TaskDefinition task, IReadOnlyList<LabeledTexts> rows) =>
        CodegenBert.Runtime.TaskInputs.Encode(CodegenBert.Runtime.TaskInputs.Encoder(task, encoder.Folder), task, rows, default);

    /// <summary>Ids with what they are to say.</summary>
    public static EncodedRows Rows(IReadOnlyList<EncodedInput> inputs, IReadOnlyList<RowTarget> targets) =>
        new(new([.. inputs.Select(input => (IReadOnlyList<EncodedInput>)[input])]), targets, [.. inputs.Select(_ => default(RowOrigin))]);

    /// <summary>Rows of the given texts.</summary>
    public static EncodedInput[] Encode(TinyEncoder encoder, TaskDefinition task, params IEnumerable<string> texts) =>
        [.. Encode(encoder, task, [.. texts.Select(text => new LabeledTexts(new InputTexts(text), RowTarget.Label(0), default))]).Inputs.Windows];
}

/// <summary>What the generator derives for a task.</summary>
internal sealed record TinyOptions(TrainingDefaults Spec) : TrainingOptions(Spec)
{
    public bool Checkpointing
    {
        get => GradientCheckpointing;
        init => GradientCheckpointing = value;
    }

    public double EncoderRate
    {
        get => EncoderLearningRate;
        init => EncoderLearningRate = value;
    }
}

/// <summary>Progress on the thread that trains, as a terminal's bar would have it (<see cref="Progress{T}"/> comes later, on another).</summary>
internal sealed class OnProgress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => report(value);
}
