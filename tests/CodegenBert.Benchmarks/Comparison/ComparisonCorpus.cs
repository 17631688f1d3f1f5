using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Benchmarks.Comparison;

/// <summary>A corpus that both sides work on.</summary>
/// <param name="Name">Its name, and its folder's.</param>
/// <param name="Task">The spec.</param>
/// <param name="ScoredPart">The file whose texts are predicted.</param>
/// <param name="ScoredRows">How many of them, at most.</param>
/// <param name="FixedWidthGoal">Of training, beside the rival padded to 128 tokens; null where that is not measured.</param>
/// <param name="Calibration">Useful tokens/s per GFLOP/s of ceiling that Hugging Face's model reaches by <c>shared/reference/hugging-face-results.md</c> ("model alone"); null where there is no such figure.</param>
internal sealed record ComparisonCorpus(string Name, TaskDefinition Task, string ScoredPart, int ScoredRows, double? FixedWidthGoal = null, double? Calibration = null)
{
    /// <summary>All of them: short and long texts, single ones and pairs.</summary>
    public static IReadOnlyList<ComparisonCorpus> All { get; } =
    [
        new("sst2", Sst2Definition.Task, "dev.tsv", 872, FixedWidthGoal: 7, Calibration: 5.0),
        new("mrpc", MrpcDefinition.Task, "test.tsv", 300),
        new("rte", RteDefinition.Task, "dev.tsv", 277, Calibration: 4.7),
        new("banking77", Banking77Definition.Task, "test.tsv", 1000, FixedWidthGoal: 7),
    ];

    /// <summary>Training rows, taken evenly from the whole file: its mix of lengths and labels.</summary>
    public LabeledTexts[] TrainingRows(string data, int count) => Evenly(Read(data, "train.tsv"), count);

    /// <summary>Rows to be predicted, taken evenly, in the file's order.</summary>
    public LabeledTexts[] PredictedRows(string data) => Evenly(Read(data, ScoredPart), ScoredRows);

    /// <summary>The rows as ids.</summary>
    public EncodedRows Encode(IReadOnlyList<LabeledTexts> rows) => TaskInputs.Encode(TaskInputs.Encoder(Task, ComparisonSettings.Encoder), Task, rows, CancellationToken.None);

    private IReadOnlyList<LabeledTexts> Read(string data, string file) => DatasetRuntime.Read(Task, Path.Combine(data, Name, file));

    private static LabeledTexts[] Evenly(IReadOnlyList<LabeledTexts> all, int count)
    {
        int taken = Math.Min(count, all.Count);
        return [.. Enumerable.Range(0, taken).Select(i => all[(int)((long)i * all.Count / taken)])];
    }
}
