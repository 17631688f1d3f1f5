using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Tests;

/// <summary>Whatever a right spec says, its code compiles without a warning.</summary>
public class VariantTests
{
    private const string Start = "task: Mood\nencoder: minilm-l6\n";
    private const string Labels = "labels: [good, bad]\n";
    private const string MultiLabel = Start + "output: multi_label\n";

    internal static readonly string[] All =
    [
        Start + Labels,
        Start + Labels + "freeze: none",
        Start + Labels + "freeze: embeddings",
        Start + Labels + "freeze: { bottom: 3 }",
        Start + Labels + "freeze: { all_but_top: 6 }",
        Start + Labels + "freeze: all\nhead: { pooling: mean }",
        Start + Labels + "freeze: auto",
        Start + Labels + "phases: [{ epochs: 1, freeze: all }]\nhead: { pooling: mean }",
        Start + Labels + "phases:\n- { epochs: 1, freeze: all, head_learning_rate: 1e-2 }\n- { epochs: 2, freeze: { all_but_top: 2 }, learning_rate: 1e-4 }\n- { epochs: 1, freeze: none }",
        Start + Labels + "input: single",
        Start + Labels + "input: pair",
        Start + Labels + "input: { text: customer comment }",
        Start + Labels + "input: { first: class, second: event }",
        Start + Labels + "input: { first: value, second: field }",
        Start + Labels + "input: { first: this, second: base }",
        Start + Labels + "input: { first: 文, second: строка }",
        Start + Labels + "input: { first: raw, second: index }",
        Start + Labels + "input: { text: input }",
        Start + Labels + "input: { first: Task, second: Contoso }",
        Start + Labels + "head: { pooling: [cls, mean, sum], layers: [0, 6, 3], hidden: [256, 64], activation: relu, dropout: 0 }",
        Start + Labels + "head: { pooling: [pooler, mean], layers: { last: 1 }, hidden: [] }",
        Start + Labels + "training: { warmup: 1, max_grad_norm: 0, early_stopping: none, weight_decay: 0, learning_rate: 1, seed: 0 }",
        Start + Labels + "training: { warmup: 1.0, learning_rate: 1e-7, head_learning_rate: .5 }",
        Start + Labels + "description: \"<b> & \\\"quotes\\\" */ // {0} {braces} \\\\ \\u2028\"",
        Start + Labels + "description: |\n  Two\n\n  lines",
        Start + Labels + "namespace: Contoso.class.Texts",
        Start + "labels: [new, class, true, null, default, void, int, async, record, yes, no, system, global]",
        Start + "labels: [{ name: One, value: 1 }, { name: Seven, value: 007 }, { name: CPlusPlus, value: C++ }, { name: Sign, value: \"\\\\ \\\" { } <&>\" }]",
        Start + "labels: [Mood, Moods, label, input, example, system, CodegenBert, Probability, value]",
        Start + "labels: [gut, schlecht, größer, 好, привет, नमस्ते]",
        Start + $"labels: [{string.Join(", ", Enumerable.Range(1, 32).Select(i => $"class {i}"))}]",
        Start + $"labels: [{string.Join(", ", Enumerable.Range(1, 40).Select(i => $"class {i}"))}]",
        "task: Mood\nlabels: [good, bad]\nencoder: ./models/my bert",
        "task: Mood\r\nlabels:\r\n  - good\r\n  - bad\r\nencoder: 'minilm-l6'\r\n",
        "task: 気分\nlabels: [good, bad]\nencoder: ../x",
        Start + Labels + "output: single_label\ninput: { text: labels }",
        Start + Labels + "tokenizer: { truncation: { head_tail: 0.25 } }",
        Start + Labels + "input: pair\ntokenizer: { max_length: 256, window: { stride: 64, combine: max } }",
        Start + Labels + "tokenizer: { truncation: only_first, lowercase: true, special_tokens_in_text: as_text }",
        Start + Labels + "freeze: all\nhead: { pooling: mean }\ntraining: { schedule: cosine, class_weights: balanced, label_smoothing: 0.1, precision: float32, best_by: loss }",
        Start + Labels + "training: { reinitialize: 6, best_by: balanced_accuracy, early_stopping: { patience: 1, least_change: 0.25 }, precision: bfloat16, gradient_accumulation: 65536, tokens_per_batch: 128 }",
        Start + Labels + "training: { class_weights: [1, 2.5], gradient_checkpointing: true, calibration: none, seeds: 5, precision: auto, best_by: matthews }\nabstain_below: 0.6",
        Start + Labels + "data: { weight: 'w \"1\"', group: <g> }",
        Start + Labels + "data: { train: \"a \\\"b\\\".tsv\", test: ../x/<y>&z.tsv, columns: { text: \"<c>\", label: 'd\"' } }",
        Start + "labels: [{ name: good, weight: 1e-3 }, { name: bad, weight: 1000000 }]",
        MultiLabel + Labels,
        MultiLabel + Labels + "freeze: all\nhead: { pooling: mean }",
        MultiLabel + Labels + "input: { first: label, second: thresholds }",
        MultiLabel + Labels + "training: { thresholds: tuned, best_by: subset_accuracy, class_weights: [0.5, 3] }",
        MultiLabel + "labels: [new, class, true, null, default, void, params, with, init, value, other, index, changed, left, right, hash, obj]",
        MultiLabel + "labels: [Mood, label, labels, set, thresholds, probability, probabilities, system, contoso, CodegenBert, { name: Signs, value: \"\\\\ \\\" { } <&>\" }]",
        MultiLabel + $"labels: [{string.Join(", ", Enumerable.Range(1, 33).Select(i => $"class {i}"))}]",
        MultiLabel + "labels: [gut, größer, 好, नमस्ते]\ndata: { columns: { labels: <topics> } }",
        "task: Mood\nencoder: { checkpoint: ./models/my bert, dtype: auto }\n" + Labels,
        "task: Mood\nencoder: hub:google-bert/bert-base-uncased\n" + Labels,
        "task: Mood\nencoder: { checkpoint: hub:google-bert/bert-base-uncased, revision: v1.0/rc_2 }\n" + Labels,
        $"task: Mood\nencoder: {{ checkpoint: ./bert, sha256: {new string('9', 64)} }}\n" + Labels,
        Regression("min: 0, max: 1"),
        Regression("name: class, min: -3.4e38, max: 3.4e38") + "freeze: all\nhead: { pooling: mean }",
        Regression("name: \"b & it\", min: -1e-7, max: .5") + "input: { first: label, second: labels }",
        Regression("name: 値, min: 1, max: 5") + "data: { validation: dev.tsv, columns: { 値: \"a \\\\ b\" } }",
        Regression("name: mood, min: 1, max: 5") + "input: { text: raw mood }",
        Regression("min: 1, max: 5") + "training: { best_by: mean_absolute_error }\ndata: { weight: weight, group: group }",
    ];

    public static TheoryData<string> Specs => new(All);

    [Theory]
    [MemberData(nameof(Specs))]
    public void CompilesWithoutWarnings(string spec)
    {
        var run = GeneratorRun.OfSpec(spec);

        Assert.Empty(run.Diagnostics);
        Assert.Contains(run.Sources.Count(), GeneratedTypes.Counts);
        Assert.Empty(UserCode.With(run).Faults());
    }

    [Fact]
    public void CompilesInternally()
    {
        var run = GeneratorRun.OfSpec(Start + Labels, new TestOptions(accessibility: "internal"));
        var compilation = UserCode.With(run);

        Assert.Empty(compilation.Faults());
        Assert.DoesNotContain(compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type), type => type.DeclaredAccessibility == Accessibility.Public);
    }

    [Theory]
    [InlineData("", "MoodLabel.g.cs")]
    [InlineData("My-App.2.Texts", "My_App._2.Texts.MoodLabel.g.cs")]
    [InlineData("Contoso", "Contoso.MoodLabel.g.cs")]
    public void TakesTheProjectsNamespace(string rootNamespace, string hint)
    {
        var run = GeneratorRun.OfSpec(Start + Labels, new TestOptions(rootNamespace));

        Assert.Contains(run.Sources, source => source.HintName == hint);
        Assert.Empty(UserCode.With(run).Faults());
    }

    [Theory]
    [InlineData("/project/", "specs/x.bert.yaml")]
    [InlineData("/project/src/App/", "../../specs/x.bert.yaml")]
    [InlineData("/elsewhere/", "x.bert.yaml")]
    [InlineData("", "x.bert.yaml")]
    public void TellsNobodyWhereTheProjectLies(string projectDirectory, string path)
    {
        var run = GeneratorRun.OfSpec(Start + Labels, new TestOptions(projectDirectory: projectDirectory));

        Assert.All(run.Sources, source =>
        {
            Assert.Contains($" from {path}\n", source.SourceText.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("/project", source.SourceText.ToString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(Labels, "LearningRate = 1e-5, LayerDecay = 0.9, LabelSmoothing = 0.1, ClassWeights = CodegenBert.Tasks.ClassWeighting.Balanced", 0)]
    [InlineData(Labels, "ReinitializedLayers = 1, GradientCheckpointing = true, Calibration = CodegenBert.Tasks.Calibration.None", 0)]
    [InlineData(Labels, "Thresholds = CodegenBert.Tasks.ThresholdRule.Tuned", 1)]
    [InlineData(Labels + "phases: [{ epochs: 1, freeze: all }, { epochs: 1, freeze: { bottom: 2 } }]", "LearningRate = 1e-5, ReinitializedLayers = 0, GradientCheckpointing = true", 0)]
    [InlineData(Labels + "phases: [{ epochs: 1, freeze: all }]\nhead: { pooling: mean }", "LearningRate = 1e-5, ReinitializedLayers = 1, GradientCheckpointing = true", 3)]
    [InlineData(Labels + "freeze: auto", "LearningRate = 1e-5, LayerDecay = 0.9, GradientCheckpointing = true", 0)]
    [InlineData(Labels + "freeze: auto", "ReinitializedLayers = 1", 1)]
    [InlineData(Labels + "freeze: all\nhead: { pooling: mean }", "ReinitializedLayers = 1, GradientCheckpointing = true", 2)]
    [InlineData(Labels + "output: multi_label", "Thresholds = CodegenBert.Tasks.ThresholdRule.Tuned", 0)]
    [InlineData(Labels + "output: multi_label", "Calibration = CodegenBert.Tasks.Calibration.None", 1)]
    [InlineData("output: { regression: { min: 0, max: 1 } }", "Thresholds = CodegenBert.Tasks.ThresholdRule.Tuned, Calibration = CodegenBert.Tasks.Calibration.None", 2)]
    [InlineData(Labels + "freeze: all\nhead: { pooling: mean }", "LearningRate = 1e-5, LayerDecay = 0.9", 2)]
    [InlineData(Labels + "freeze: all\nhead: { pooling: mean }", "LabelSmoothing = 0.1, ClassWeights = CodegenBert.Tasks.ClassWeighting.Balanced", 0)]
    [InlineData(Labels + "output: multi_label", "LayerDecay = 0.9, ClassWeights = CodegenBert.Tasks.ClassWeighting.Balanced", 0)]
    [InlineData(Labels + "output: multi_label", "LabelSmoothing = 0.1", 1)]
    [InlineData("output: { regression: { min: 0, max: 1 } }", "LearningRate = 1e-5, LayerDecay = 0.9", 0)]
    [InlineData("output: { regression: { min: 0, max: 1 } }", "LabelSmoothing = 0.1, ClassWeights = CodegenBert.Tasks.ClassWeighting.Balanced", 2)]
    public void OnlyOptionsThatMeanSomethingForTheTaskCanBeSet(string spec, string options, int refused)
    {
        string use = $"public static class User {{ public static object Options => new Contoso.MoodTrainingOptions {{ {options} }}; }}";
        IEnumerable<Diagnostic> errors = UserCode.With(GeneratorRun.OfSpec(Start + spec), use).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        Assert.Equal(refused, errors.Count());
        Assert.All(errors, error => Assert.True(error.Id is "CS0117" or "CS0122", error.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("public")]
    [InlineData(" Internal ")]
    public void TheAccessibilityIsPublicOrInternal(string accessibility) => Assert.Empty(GeneratorRun.OfSpec(Start + Labels, new TestOptions(accessibility: accessibility)).Diagnostics);

    [Fact]
    public void AnotherAccessibilityIsReportedAndTheTypesStay()
    {
        var run = GeneratorRun.OfSpec(Start + Labels, new TestOptions(accessibility: "private"));

        Assert.Equal(
            ["specs/x.bert.yaml(1,7)-(1,11): error CBERT021: The project's property CodegenBertAccessibility cannot be 'private': write public or internal"],
            run.Diagnostics);
        Assert.Equal(GeneratedTypes.SingleLabel, run.Sources.Count());
    }

    [Theory]
    [InlineData("pooler: false", "head: { pooling: [mean, pooler] }", "x.bert.yaml(4,25)-(4,31): info CBERT022: 'tiny' has no pooler: the one that the head reads starts at random and is trained, even with 'freeze: all'; 'cls' and 'mean' read what the encoder has learnt")]
    [InlineData("pooler: true", "head: { pooling: [mean, pooler] }", null)]
    [InlineData("", "head: { pooling: pooler }", null)]
    [InlineData("pooler: false", "head: { pooling: [mean, cls] }", null)]
    [InlineData("pooler: none", "", "tiny.encoder.yaml(1,1)-(4,13): error CBERT017: The encoder manifest is broken: 'pooler' must be true or false")]
    public void APoolerThatTheEncoderLacksIsTold(string pooler, string head, string? expected)
    {
        var manifest = new InMemoryText("/project/tiny.encoder.yaml", "encoder: tiny\nlayers: 2\nmax_positions: 64\n" + pooler);
        var run = GeneratorRun.Of([new InMemoryText("/project/x.bert.yaml", "task: Mood\nlabels: [good, bad]\nencoder: tiny\n" + head), manifest]);

        Assert.Equal(expected is null ? [] : [expected], run.Diagnostics.Where(diagnostic => !diagnostic.Contains("CBERT016", StringComparison.Ordinal)));
    }

    [Fact]
    public void IsTheSameTextEachTime()
    {
        string[] first = Texts(), second = Texts();

        Assert.Equal(first, second);
        Assert.DoesNotContain(first, text => text.Contains('\r', StringComparison.Ordinal));

        static string[] Texts() => [.. GeneratorRun.OfSpec(Start + Labels).Sources.Select(source => source.SourceText.ToString())];
    }

    private static string Regression(string range) => Start + $"output: {{ regression: {{ {range} }} }}\n";
}
