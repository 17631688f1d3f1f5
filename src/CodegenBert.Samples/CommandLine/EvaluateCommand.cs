using System.CommandLine;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Samples.CommandLine;

/// <summary><c>evaluate</c>: scores a saved model on a data file.</summary>
internal sealed class EvaluateCommand : TaskCommand
{
    private readonly Option<string?> _model = Text("--model", "FOLDER", "The saved model.", required: true);
    private readonly Option<string?> _data = Text("--data", "FILE", "The rows to score, with a column for each of the spec's inputs and `label`: " + DataFileText.Formats, required: true);
    private readonly Option<string?> _json = Text("--json", "FILE", "Writes the report as JSON too.");

    /// <summary>Makes the command.</summary>
    /// <param name="context">What it works on.</param>
    public EvaluateCommand(CommandContext context)
        : base("evaluate", "Scores a saved model on a data file.", context) => AddOptions(_model, _data, _json);

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples { get; } = ["evaluate ticket-routing --model models/ticket-routing --data test.tsv --json report.json"];

    /// <inheritdoc />
    protected override void Run(TaskDefinition task, ParseResult arguments)
    {
        IReadOnlyList<LabeledTexts> rows = DatasetRuntime.Read(task, arguments.GetRequiredValue(_data)!);
        WholeFile? json = arguments.GetValue(_json) is { } path ? new(path) : null;
        using ClassifierRuntime classifier = ClassifierRuntime.Load(task, arguments.GetRequiredValue(_model)!, new() { Threads = Threads(arguments) });
        EvaluationReport report = classifier.Evaluate(rows, Context.CancellationToken);
        json?.Write(report.WriteJson);
        Context.Output.Write(report.ToTable(Context.Width));
    }
}
