using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Tokenization;
using CodegenBert.Training;

namespace CodegenBert.Tests.Training;

/// <summary>What a run that cannot be done says: one line with place, cause and remedy.</summary>
public sealed class BadInputTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private static readonly IReadOnlyList<LabeledTexts> Rows = TinyTask.Rows(12, seed: 1);

    [Fact]
    public void No_training_rows_are_refused() =>
        Assert.Equal("There are no training rows. Give at least one.", Refusal<TrainingException>([], TinyTask.Options(encoder)));

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_and_names_the_batchs_rows()
    {
        TinyOptions options = TinyTask.Options(encoder) with { EncoderLearningRate = 1, HeadLearningRate = 1, MaxGradNorm = 0, Epochs = 400, WarmUp = WarmUp.OfSteps(0) };
        using var folder = new TemporaryFolder();
        TinyEncoder.Write(folder.Path);
        BreakWordEmbedding(folder, "good");
        LabeledTexts[] rows = [.. Enumerable.Range(2, 3).Select(line => new LabeledTexts(new("good film"), RowTarget.Label(1), new("train.tsv", line)))];

        string message = Refusal<NonFiniteLossException>(rows, options with { EncoderPath = folder.Path, OutputFolder = folder["model"] });

        Assert.Matches(
            "^The loss is (NaN|∞|Infinity) and the gradient's norm NaN: training cannot go on. Lower the learning rates, use float32 where bfloat16 was asked for, or look at these training rows: "
            + "train.tsv:[234], train.tsv:[234], train.tsv:[234]. The last good weights \\(the best epoch's, or those before this step\\) are saved in "
            + System.Text.RegularExpressions.Regex.Escape(folder["model.last-good"]) + ": go on from them with ContinueFrom.$", message);
        Assert.False(Directory.Exists(folder["model"]));
    }

    [Fact]
    public void Where_the_loss_stops_being_a_number_the_best_epochs_weights_are_saved_to_go_on_from()
    {
        using var folder = new TemporaryFolder();
        TinyEncoder.Write(folder.Path);
        BreakWordEmbedding(folder, "good");
        TaskDefinition task = TinyTask.Sentiment();
        LabeledTexts[] sound = [.. TinyTask.Rows(60, seed: 1).Where(row => !row.Input.First.Contains("good", StringComparison.Ordinal))];
        TinyOptions options = TinyTask.Options(encoder) with { EncoderPath = folder.Path, KeepBestEpoch = true };
        using TrainingOutcome whole = TrainerRuntime.Train(task, sound, sound, options with { OutputFolder = folder["whole"] });

        // One broken word, met after the first epochs only: training goes on from a model, so the row may be left out until then.
        Refusal<NonFiniteLossException>([.. sound, new(new("good film"), RowTarget.Label(1), new("train.tsv", 9))], options with { EncoderPath = null, ContinueFrom = folder["whole"], OutputFolder = folder["model"] });

        using ClassifierRuntime lastGood = ClassifierRuntime.Load(task, folder["model.last-good"]);
        Assert.True(double.IsFinite(lastGood.Evaluate(sound).Loss));
    }

    public static TheoryData<string, string> UnusableOptions => new()
    {
        { nameof(TrainingOptions.Epochs), "The option Epochs is 0; allowed is 1 or more." },
        { nameof(TrainingOptions.BatchSize), "The option BatchSize is 0; allowed is 1 or more." },
        { "LearningRate", "The option LearningRate is -1E-05; allowed is above 0, at most 1." },
        { nameof(TrainingOptions.HeadLearningRate), "The option HeadLearningRate is NaN; allowed is above 0, at most 1." },
        { nameof(TrainingOptions.WeightDecay), "The option WeightDecay is 1.5; allowed is 0 to 1." },
        { nameof(TrainingOptions.MaxGradNorm), "The option MaxGradNorm is -1; allowed is 0 (off) or more." },
        { nameof(TrainingOptions.EarlyStopping), "The option EarlyStopping is 0; allowed is 1 or more, or null." },
        { nameof(TrainingOptions.Threads), "The option Threads is 0; allowed is 1 or more, or null." },
    };

    [Theory]
    [MemberData(nameof(UnusableOptions))]
    public void An_unusable_option_is_refused_with_what_is_allowed(string option, string message)
    {
        TinyOptions options = TinyTask.Options(encoder);
        options = option switch
        {
            nameof(TrainingOptions.Epochs) => options with { Epochs = 0 },
            nameof(TrainingOptions.BatchSize) => options with { BatchSize = 0 },
            "LearningRate" => options with { EncoderLearningRate = -1e-5 },
            nameof(TrainingOptions.HeadLearningRate) => options with { HeadLearningRate = double.NaN },
            nameof(TrainingOptions.WeightDecay) => options with { WeightDecay = 1.5 },
            nameof(TrainingOptions.MaxGradNorm) => options with { MaxGradNorm = -1 },
            nameof(TrainingOptions.EarlyStopping) => options with { EarlyStopping = 0 },
            _ => options with { Threads = 0 },
        };

        Assert.Equal(message, Refusal<TrainingException>(Rows, options));
    }

    [Fact]
    public void All_bad_rows_are_named_before_anything_is_computed() =>
        Assert.Equal(
            """
            rows.tsv:7: `text` is empty; each row needs a text there
            rows.tsv:9: label number 5; Sentiment has 2 labels, numbers 0 to 1
            """,
            Refusal<DataFileException>([.. Rows, new(new(""), RowTarget.Label(0), new("rows.tsv", 7)), new(new("good"), RowTarget.Label(5), new("rows.tsv", 9))], TinyTask.Options(encoder)));

    [Fact]
    public void A_missing_encoder_is_named_with_the_spec_that_asks_for_it() =>
        Assert.Equal(
            "/no/such/encoder: the folder is missing. specs/sentiment.bert.yaml asks for the encoder 'tiny': reference its package, or give the path of a folder.",
            Refusal<CheckpointException>(Rows, TinyTask.Options(encoder) with { EncoderPath = "/no/such/encoder" }));

    [Fact]
    public void A_spec_that_asks_for_layers_that_the_encoder_lacks_is_refused() =>
        Assert.StartsWith(
            $"specs/sentiment.bert.yaml: the spec does not fit the encoder in {encoder.Folder}: The head reads {{ last: 5 }}, but the encoder has only 2 layers.",
            Refusal<CheckpointException>(Rows, TinyTask.Options(encoder), TinyTask.Sentiment(head: new HeadDefinition { Layers = LayerSelection.LastLayers(5) })),
            StringComparison.Ordinal);

    [Fact]
    public void A_max_length_beyond_the_encoders_positions_is_refused() =>
        Assert.Equal(
            $"specs/sentiment.bert.yaml: max_length is 65, but the encoder in {encoder.Folder} has 64 positions.",
            Refusal<CheckpointException>(Rows, TinyTask.Options(encoder), TinyTask.Sentiment() with { Tokenizer = new TokenizerSettings { MaxLength = 65 } }));

    [Fact]
    public void A_vocabulary_with_more_tokens_than_the_encoder_has_embeddings_is_refused()
    {
        using var folder = new TemporaryFolder();
        TinyEncoder.Write(folder.Path);
        File.AppendAllLines(folder["vocab.txt"], ["surplus"]);

        Assert.Equal(
            $"{folder.Path}: the tokenizer has {TinyEncoder.Words.Count + 6} tokens, but config.json says vocab_size {TinyEncoder.Words.Count + 5}: they are of different models. Fetch both again.",
            Refusal<CheckpointException>(Rows, TinyTask.Options(encoder) with { EncoderPath = folder.Path }));
    }

    [Fact]
    public void A_pair_task_on_an_encoder_with_one_segment_is_refused()
    {
        using var folder = new TemporaryFolder();
        TinyEncoder.Write(folder.Path);
        File.WriteAllText(folder["config.json"], File.ReadAllText(folder["config.json"]).Replace("\"type_vocab_size\": 2", "\"type_vocab_size\": 1", StringComparison.Ordinal));
        TaskDefinition pair = TinyTask.Sentiment() with { Input = new InputDefinition("first", "second") };

        Assert.Equal(
            $"specs/sentiment.bert.yaml: the input is a pair, but the encoder in {folder.Path} has one segment (type_vocab_size 1).",
            Refusal<CheckpointException>([new(new("good", "bad"), RowTarget.Label(0), default)], TinyTask.Options(encoder) with { EncoderPath = folder.Path }, pair));
    }

    [Fact]
    public void An_encoder_without_a_vocabulary_is_refused()
    {
        using var folder = new TemporaryFolder();
        TinyEncoder.Write(folder.Path);
        File.Delete(folder["vocab.txt"]);

        Assert.StartsWith(folder["vocab.txt"], Refusal<TokenizerFileException>(Rows, TinyTask.Options(encoder) with { EncoderPath = folder.Path }), StringComparison.Ordinal);
    }

    private static string Refusal<TException>(IReadOnlyList<LabeledTexts> rows, TinyOptions options, TaskDefinition? task = null)
        where TException : Exception =>
        Assert.Throws<TException>(() => TrainerRuntime.Train(task ?? TinyTask.Sentiment(), rows, null, options)).Message;

    /// <summary>One word's vector is no number, as in a checkpoint of a run that had diverged.</summary>
    private static void BreakWordEmbedding(TemporaryFolder folder, string word)
    {
        int row = Array.IndexOf(File.ReadAllLines(folder["vocab.txt"]), word);
        long start;
        using (WeightFile weights = WeightFile.Open(folder["model.safetensors"]))
        {
            start = ((FileBytes)weights.Tensors["embeddings.word_embeddings.weight"].Bytes).Start;
        }

        using FileStream file = File.OpenWrite(folder["model.safetensors"]);
        file.Position = start + (row * TinyEncoder.Width * sizeof(float));
        file.Write(BitConverter.GetBytes(float.NaN));
    }
}
