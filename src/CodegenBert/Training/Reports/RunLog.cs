using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;
using CodegenBert.Training.Surveys;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Training.Reports;

/// <summary>
/// Collects what is said of a run while it goes on, and tells those who listen: the report, the logger, the meter <c>CodegenBert</c> and TensorBoard.
/// It only looks: a run is the same with it and without.
/// </summary>
internal sealed partial class RunLog : IDisposable
{
    private readonly TaskDefinition _task;
    private readonly PartClock _clock = new();
    private StepHistory _history = new();
    private readonly Dictionary<int, FoundRows> _hardRows = [];
    private readonly ILogger _logger;
    private TensorBoardEvents? _events;
    private DateTimeOffset _started = DateTimeOffset.Now;
    private HardRows? _scoring;
    private DataSurvey? _survey;
    private EncodedRows? _validation;
    private Func<int, InputTexts?>? _textsOf;
    private IReadOnlyList<RecipeSetting> _recipe = [];
    private string? _dataHash;
    private string? _encoderHash;

    /// <summary>Begins a run.</summary>
    /// <param name="task">Its task.</param>
    /// <param name="logger">Gets what the run has to say.</param>
    /// <param name="tensorBoardFolder">Where TensorBoard's events are written; null for nowhere.</param>
    /// <exception cref="TrainingException">The folder cannot be written to.</exception>
    public RunLog(TaskDefinition task, ILogger logger, string? tensorBoardFolder = null)
    {
        (_task, _logger) = (task, logger);
        _events = tensorBoardFolder is null ? null : TensorBoardEvents.Begin(tensorBoardFolder, _started);
    }

    /// <summary>From now on the run is in this part.</summary>
    /// <param name="part">The part.</param>
    public void Enter(RunPart part) => TrainingMetrics.Part(_task.Name, _clock.Enter(part));

    /// <summary>The data are known: looks them through and logs what it finds.</summary>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that decide; null for none.</param>
    /// <param name="textsOf">Gives the texts of a validation row by its index; null where they are not there any more.</param>
    public void Data(EncodedRows train, EncodedRows? validation, Func<int, InputTexts?>? textsOf)
    {
        (_validation, _textsOf) = (validation, textsOf);
        _survey = DataSurvey.Of(_task, train, validation);
        _dataHash = RunHashes.OfRows(train);
        LogSurvey(_logger, _task.Name, _survey.ToText());
    }

    /// <summary>The settings are known.</summary>
    /// <param name="recipe">All numbers.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="encoderFolder">Where the weights come from.</param>
    public void Settings(Recipe recipe, TrainingOptions options, string encoderFolder)
    {
        _recipe = RecipeSettings.Of(_task, recipe, options);
        _encoderHash = RunHashes.OfWeights(encoderFolder);
    }

    /// <summary>A step of the optimiser is done.</summary>
    /// <param name="step">1-based number in the run.</param>
    /// <param name="epoch">1-based epoch.</param>
    /// <param name="result">What it saw.</param>
    /// <param name="headRate">The head's learning rate.</param>
    public void Step(int step, int epoch, StepResult result, double headRate)
    {
        StepReport report = new(step, epoch, result.Loss, headRate, result.GradientNorm);
        _history.Add(report);
        TrainingMetrics.Step(_task.Name, report);
        Tell(events => events.Step(report));
    }

    /// <summary>Validation rows are about to be scored.</summary>
    /// <param name="thresholds">For several labels, the probability from which each is predicted.</param>
    /// <returns>Is told of each of them.</returns>
    public ScoredRow Scoring(IReadOnlyList<float> thresholds) => (_scoring = new HardRows(_task, thresholds)).Add;

    /// <summary>An epoch has ended.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="step">Steps so far in the run.</param>
    public void Epoch(EpochReport epoch, int step)
    {
        if (_scoring is { } scored)
        {
            _hardRows[epoch.Epoch] = new(scored.Hardest, scored.ConfidentlyWrong);
            _scoring = null;
        }

        TrainingMetrics.Epoch(_task.Name, epoch);
        Tell(events => events.Epoch(epoch, step));
    }

    /// <summary>What has been collected of the run so far, to be saved with its state.</summary>
    public RunRecord Record() => new()
    {
        Started = _started,
        Parts = _clock.Times,
        Steps = [.. _history.Steps],
        Stride = _history.Stride,
        HardRows = _hardRows.ToDictionary(),
    };

    /// <summary>The run goes on from a saved state: what was collected up to there is a part of it.</summary>
    /// <param name="record">What was saved with the state.</param>
    public void GoOnFrom(RunRecord record)
    {
        (_started, _history) = (record.Started, new(record.Steps, record.Stride));
        _clock.GoOnFrom(record.Parts);
        _hardRows.Clear();
        foreach ((int epoch, FoundRows rows) in record.HardRows)
        {
            _hardRows.Add(epoch, rows);
        }
    }

    /// <summary>One of the training's runs has ended: there are several where there are several seeds, or where the freezing is tried.</summary>
    /// <param name="report">What the loop says of it.</param>
    /// <returns>The report, with the run's steps and hard rows; what follows is collected anew. TensorBoard is told of the first run alone.</returns>
    public TrainingReport EndRun(TrainingReport report)
    {
        FoundRows? rows = _hardRows.GetValueOrDefault(report.BestEpoch);
        TrainingReport told = report with
        {
            History = [.. _history.Steps],
            HardestRows = Named(rows?.Hardest),
            ConfidentlyWrongRows = Named(rows?.ConfidentlyWrong),
        };
        _history = new();
        _hardRows.Clear();
        _events?.Dispose();
        _events = null;
        return told;
    }

    /// <summary>The training has ended.</summary>
    /// <param name="report">Of the run that is kept.</param>
    /// <returns>The report, with all that was collected.</returns>
    public TrainingReport Complete(TrainingReport report)
    {
        TrainingMetrics.Confidence(_task.Name, report.ConfidencePasses);
        return report with
        {
            Task = _task.Name,
            Started = _started,
            Survey = _survey,
            Recipe = _recipe,
            DataHash = _dataHash,
            EncoderHash = _encoderHash,
            Parts = _clock.Times,
            PeakMemoryBytes = PeakMemory.Bytes(),
            Environment = RunEnvironment.Current(),
        };
    }

    /// <inheritdoc />
    public void Dispose() => _events?.Dispose();

    /// <summary>A disk that is full costs TensorBoard its events, not the user the run.</summary>
    private void Tell(Action<TensorBoardEvents> tell)
    {
        try
        {
            if (_events is { } events)
            {
                tell(events);
            }
        }
        catch (IOException e)
        {
            LogEventsLost(_logger, _task.Name, e.Message);
            _events = null;
        }
    }

    /// <summary>The rows by what a person knows them by; none where those that decided were held out of the training rows.</summary>
    private HardRow[] Named(IReadOnlyList<HardRows.Found>? found) => _validation is null ? [] :
    [
        .. (found ?? []).Select(one =>
        {
            InputTexts? texts = _textsOf?.Invoke(one.Row);
            return new HardRow
            {
                Row = one.Row,
                Origin = _validation.NameOf(one.Row),
                First = texts?.First ?? "",
                Second = texts?.Second,
                Actual = NameOf(_validation.Targets[one.Row]),
                Predicted = NameOf(one.Predicted),
                Probability = one.Probability,
                Loss = one.Loss,
            };
        }),
    ];

    private string NameOf(RowTarget target) => target.Kind switch
    {
        OutputKind.MultiLabel => target.LabelIndices.Count == 0 ? "(none)" : string.Join(", ", target.LabelIndices.Select(label => _task.Labels[label].Text)),
        OutputKind.Regression => target.ScoreValue.ToString("G5", System.Globalization.CultureInfo.InvariantCulture),
        _ => _task.Labels[target.LabelIndex].Text,
    };

    [LoggerMessage(20, LogLevel.Information, "{Task}: the data\n{Survey}")]
    private static partial void LogSurvey(ILogger logger, string task, string survey);

    [LoggerMessage(21, LogLevel.Warning, "{Task}: TensorBoard's events cannot be written any more: {Reason} The run goes on without them.")]
    private static partial void LogEventsLost(ILogger logger, string task, string reason);
}
