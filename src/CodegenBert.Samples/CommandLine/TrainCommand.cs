using System.CommandLine;
using System.Globalization;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Samples.CommandLine.Progress;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Samples.CommandLine;

/// <summary><c>train</c>: trains a classifier by its spec, scores it on test rows, saves it.</summary>
internal sealed class TrainCommand : TaskCommand
{
    private readonly Option<string?> _train = Text("--train", "FILE", "The rows to learn from, with a column for each of the spec's inputs and `label`: " + DataFileText.Formats, required: true);
    private readonly Option<string?> _validation = Text("--validation", "FILE", "Rows that decide the best epoch and early stopping.");
    private readonly Option<string?> _test = Text("--test", "FILE", "Rows that are scored once, at the end.");
    private readonly Option<string?> _out = Text("--out", "FOLDER", "Saves the model there, in Hugging Face's layout.");
    private readonly Option<string?> _json = Text("--json", "FILE", "Writes what happened as JSON.");
    private readonly Option<string?> _report = Text("--report", "FILE", "Writes the report with plots as HTML, and as Markdown beside it; by default report.html in the model's folder.");
    private readonly Option<string?> _tensorBoard = Text("--tensorboard", "FOLDER", "Writes TensorBoard's events there.");
    private readonly Option<string?> _checkpoints = Text("--checkpoints", "FOLDER", "Saves the run's state there every five minutes and on Ctrl-C; the same command goes on from it.");
    private readonly Option<int?> _epochs = NumberOptions.Whole("--epochs", 1, "Passes over the rows, at most; by default the spec's.");
    private readonly Option<int?> _batchSize = NumberOptions.Whole("--batch-size", 1, "Rows in a step; by default the spec's.");
    private readonly Option<double?> _learningRate = NumberOptions.Rate("--learning-rate", "Peak rate of the encoder's trained part; by default the spec's.");
    private readonly Option<double?> _headLearningRate = NumberOptions.Rate("--head-learning-rate", "Peak rate of the head; by default the spec's.");
    private readonly Option<int?> _seed = NumberOptions.Whole("--seed", 0, "Seed of initialisation, order and dropout; by default the spec's.");

    /// <summary>Makes the command.</summary>
    /// <param name="context">What it works on.</param>
    public TrainCommand(CommandContext context)
        : base("train", "Trains a classifier by its spec.", context) =>
        AddOptions(_train, _validation, _test, _out, _json, _report, _tensorBoard, _checkpoints, _epochs, _batchSize, _learningRate, _headLearningRate, _seed);

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples { get; } =
    [
        "train ticket-routing --train train.tsv --validation dev.tsv --test test.tsv --out models/ticket-routing",
        "train entailment --train train.tsv --epochs 2 --learning-rate 5e-5 --seed 1 --json run.json",
    ];

    /// <inheritdoc />
    protected override void Run(TaskDefinition task, ParseResult arguments)
    {
        TrainOptions options = OptionsOf(task, arguments);
        IReadOnlyList<LabeledTexts> train = DatasetRuntime.Read(task, arguments.GetRequiredValue(_train)!);
        IReadOnlyList<LabeledTexts>? validation = Read(task, arguments.GetValue(_validation));
        IReadOnlyList<LabeledTexts>? test = Read(task, arguments.GetValue(_test));
        WholeFile? json = arguments.GetValue(_json) is { } path ? new(path) : null;
        ReportFiles? reports = ReportFiles.For(arguments.GetValue(_report), options.OutputFolder);

        Say($"{task.Name}: {train.Count} training rows, {validation?.Count ?? 0} for validation, {test?.Count ?? 0} for the test");
        Say($"freeze {task.Freeze}, at most {options.Epochs} epochs, batch {options.BatchSize}, seed {options.Seed}");
        using TrainingOutcome outcome = Train(task, train, validation, options);
        SayWhatHappened(outcome.Report);
        if (options.OutputFolder is { } folder)
        {
            Say($"saved in {folder}");
        }

        reports?.Write(outcome.Report);
        if (reports is not null)
        {
            Say($"report: {reports.Html}");
        }

        EvaluationReport? score = test is null ? null : outcome.Classifier.Evaluate(test, Context.CancellationToken);
        json?.Write(stream => ReportJson.Write(stream, TrainRecord.Of(task, options, outcome.Report, score)));
        if (score is not null)
        {
            Say($"\ntest: {arguments.GetValue(_test)}");
            Context.Output.Write(score.ToTable(Context.Width));
        }
    }

    private static IReadOnlyList<LabeledTexts>? Read(TaskDefinition task, string? path) => path is null ? null : DatasetRuntime.Read(task, path);

    private TrainOptions OptionsOf(TaskDefinition task, ParseResult arguments)
    {
        double? learningRate = arguments.GetValue(_learningRate);
        if (learningRate is not null && task.Freeze.Kind == FreezeKind.All)
        {
            throw new CommandException($"--learning-rate has nothing to change: {task.SpecPath} freezes the whole encoder; --head-learning-rate is the head's");
        }

        TrainOptions spec = new(task.Training);
        return spec with
        {
            Epochs = arguments.GetValue(_epochs) ?? spec.Epochs,
            BatchSize = arguments.GetValue(_batchSize) ?? spec.BatchSize,
            LearningRate = learningRate ?? spec.LearningRate,
            HeadLearningRate = arguments.GetValue(_headLearningRate) ?? spec.HeadLearningRate,
            Seed = arguments.GetValue(_seed) ?? spec.Seed,
            Threads = Threads(arguments),
            OutputFolder = arguments.GetValue(_out),
            Checkpoints = arguments.GetValue(_checkpoints) is { } states ? new TrainingCheckpoints(states) : null,
            TensorBoardFolder = arguments.GetValue(_tensorBoard),
            DownloadProgress = new DownloadLines(Context.Output),
        };
    }

    private TrainingOutcome Train(TaskDefinition task, IReadOnlyList<LabeledTexts> train, IReadOnlyList<LabeledTexts>? validation, TrainOptions options) =>
        TrainingDisplay.Run(Context.Output, Context.TerminalWidth, display =>
            TrainerRuntime.Train(task, train, validation, options with { Logger = new DisplayLogger(display.Say) }, display, Context.CancellationToken));

    private void SayWhatHappened(TrainingReport report)
    {
        EpochReport best = report.Epochs.First(epoch => epoch.Epoch == report.BestEpoch);
        string figures = best.Validation is SingleLabelReport validation
            ? FormattableString.Invariant($"validation loss {validation.Loss:F4}, accuracy {100 * validation.Accuracy:F1} %")
            : FormattableString.Invariant($"training loss {best.TrainingLoss:F4}");
        if (report.ResumedAtStep is { } step)
        {
            Say($"went on after step {step}, where the run had been stopped");
        }

        Say($"kept epoch {best.Epoch} of {report.Epochs.Count}{(report.StoppedEarly ? " (stopped early)" : "")}: {figures}");
        Say($"{report.Steps} steps in {report.Seconds:F1} s; texts through the encoder's frozen part {report.FrozenPasses.Texts} ({report.StoredPasses.Texts} were remembered), through its trained part {report.TrainedPasses.Texts}");
        Context.Output.Write(report.Calibration?.ToTable());
        Context.Output.Write(report.Thresholds?.ToTable());
        if (report.TruncatedRows > 0)
        {
            Say($"{report.TruncatedRows} of {report.TrainingRows} training rows were cut to max_length");
        }
    }

    private void Say(FormattableString line) => Context.Output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
