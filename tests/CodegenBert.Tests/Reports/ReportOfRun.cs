using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;

namespace CodegenBert.Tests.Reports;

/// <summary>Real runs of each kind of output, on data that say something nasty: the last row's text is markup, and so is a label.</summary>
public sealed class ReportOfRun : IDisposable
{
    public const string HostileText = "good </pre><script>alert(1)</script> <img src=x onerror=alert(2)> | `bad` [film](javascript:alert(3))", HostileLabel = "<b>\"very\" & kind</b>";

    private readonly TinyEncoder _encoder = new();
    private readonly Dictionary<string, TrainingReport> _reports = [];

    internal TrainingReport Of(string kind)
    {
        if (!_reports.TryGetValue(kind, out TrainingReport? report))
        {
            (TaskDefinition task, IReadOnlyList<LabeledTexts> train, IReadOnlyList<LabeledTexts> validation) = kind switch
            {
                "several labels" => (TinyOutputs.Topics(null, HostileLabel, "unkind", "long"), TinyOutputs.TopicRows(40, seed: 1), TinyOutputs.TopicRows(10, seed: 2)),
                "score" => (TinyOutputs.Mood(), TinyOutputs.MoodRows(40, seed: 1), TinyOutputs.MoodRows(10, seed: 2)),
                _ => (TinyTask.Of(null, null, "negative", HostileLabel), TinyTask.Rows(40, seed: 1), TinyTask.Rows(10, seed: 2)),
            };
            using TrainingOutcome outcome = TrainerRuntime.Train(task, train, [.. validation, validation[0] with { Input = new InputTexts(HostileText) }], TinyTask.Options(_encoder));
            _reports[kind] = report = outcome.Report;
        }

        return report;
    }

    public void Dispose() => _encoder.Dispose();
}
