using CodegenBert.Checkpoints.Saving;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using CodegenBert.Training;
using CodegenBert.Training.Reports;
using CodegenBert.Training.Representations;
using CodegenBert.Training.Resuming;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace CodegenBert.Runtime;

/// <summary>One run, or several on one encoder: they share the tokenizer, the device, and what frozen parts said of texts.</summary>
internal sealed class RunSeries : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly ILogger _logger;
    private readonly CancellationToken _cancellation;
    private readonly InputEncoder _encoder;
    private readonly SharedStores _stores = new();
    private readonly List<RunStates> _states = [];
    private (SequenceClassifier Model, TaskDefinition Task, int Seed)? _first;

    /// <summary>Loads the encoder.</summary>
    /// <param name="task">The task of the first run.</param>
    /// <param name="options">The runs' options.</param>
    /// <param name="progress">Is told of each step; null for none.</param>
    /// <param name="cancellation">Stops a run at the next batch boundary, and a download at once.</param>
    public RunSeries(TaskDefinition task, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        (_options, _progress, _cancellation) = (options, progress, cancellation);
        _logger = options.Logger ?? NullLogger.Instance;
        Device = ComputeBackend.Prepare(options.Device, options.Threads);
        (SequenceClassifier model, Folder) = InitialModel.Load(task, options, options.Seed, _logger, cancellation);
        try
        {
            _encoder = TaskInputs.Encoder(task, Folder, model.Configuration);
            model.MoveTo(Device);
            Layers = model.Configuration.Layers;
            _first = (model, task, options.Seed);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Where the models live.</summary>
    public Device Device { get; }

    /// <summary>The folder that the weights come from.</summary>
    public string Folder { get; }

    /// <summary>The encoder's number of layers.</summary>
    public int Layers { get; }

    /// <summary>Collects what is said of the runs; null for no one.</summary>
    public RunLog? Log { get; init; }

    /// <summary>The numbers that the runs compute with, and why; null until rows have been encoded.</summary>
    public PrecisionChoice? Precision { get; private set; }

    /// <summary>What a run that saves no states lives in.</summary>
    public RunContext Context => new()
    {
        Device = Device,
        Cache = _options.RepresentationCache,
        Stores = _stores,
        Logger = _logger,
        Progress = _progress,
        Cancellation = _cancellation,
    };

    /// <summary>Rows as ids. The first ones, which are those to be trained on, decide the precision where it is <see cref="Tasks.Precision.Auto"/>.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The rows.</param>
    public EncodedRows Encode(TaskDefinition task, IReadOnlyList<LabeledTexts> rows)
    {
        EncodedRows encoded = TaskInputs.Encode(_encoder, task, rows, _cancellation);
        if (Precision is null && _first is { } first)
        {
            Precision = PrecisionCheck.Choose(_options.Precision, first.Model, encoded.Inputs.Windows, _options.BatchSize, Device);
        }

        return encoded;
    }

    /// <summary>The model that a run starts from, on its device; the caller owns it.</summary>
    /// <param name="task">The task; only head, freezing and phases may differ between the runs.</param>
    /// <param name="seed">Of what is new.</param>
    public SequenceClassifier NewModel(TaskDefinition task, int seed)
    {
        if (_first is { } first && first.Task == task && first.Seed == seed)
        {
            _first = null;
            return Set(first.Model);
        }

        SequenceClassifier model = InitialModel.Load(task, _options, seed, NullLogger.Instance, _cancellation).Model;
        model.MoveTo(Device);
        return Set(model);
    }

    /// <summary>Makes a run.</summary>
    /// <param name="task">The task.</param>
    /// <param name="recipe">All numbers.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that decide; null for none.</param>
    /// <param name="keepsEnd">Whether other runs follow, until whose end this one's is remembered.</param>
    /// <returns>The trained model, which the caller owns, and the report.</returns>
    public (SequenceClassifier Model, TrainingReport Report) Run(TaskDefinition task, Recipe recipe, EncodedRows train, EncodedRows? validation, bool keepsEnd = false)
    {
        SequenceClassifier model = NewModel(task, recipe.Seed);
        return (model, RunOn(model, task, recipe, train, validation, keepsEnd));
    }

    /// <summary>Makes a run on a model that <see cref="NewModel"/> gave; where it fails the model is disposed.</summary>
    /// <param name="model">The model, which the caller owns.</param>
    /// <param name="task">The task.</param>
    /// <param name="recipe">All numbers.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that decide; null for none.</param>
    /// <param name="keepsEnd">Whether other runs follow, until whose end this one's is remembered.</param>
    public TrainingReport RunOn(SequenceClassifier model, TaskDefinition task, Recipe recipe, EncodedRows train, EncodedRows? validation, bool keepsEnd = false)
    {
        try
        {
            using var run = new FineTuning(model, task, recipe, Context with { States = States(task, recipe, train, validation, model), KeepsEnd = keepsEnd }) { Log = Log };
            TrainingReport report = RunOrSaveLastGood(() => run.Run(train, validation, _options.KeepBestEpoch), task, model);
            if (Precision is { } choice && choice.Used != model.Precision)
            {
                Precision = choice with { Used = model.Precision, Reason = "as the run that was gone on with had begun" };
            }

            return Log?.EndRun(report) ?? report;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>What a trained model says of rows, as <see cref="EvaluationAccumulator"/> reads it; texts that the frozen part has seen do not pass through it again.</summary>
    /// <param name="task">The task that it was trained for.</param>
    /// <param name="model">The model, as its run left it.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="passes">Counts what passes through the frozen part.</param>
    /// <param name="rule">How logits become probabilities.</param>
    public float[][] Outputs(TaskDefinition task, SequenceClassifier model, EncodedRows rows, PassCounter passes, DecisionRule rule)
    {
        using var prepared = new PreparedRows(model, task, Context, passes, new ProgressReporter(null, epochs: 1), isPretrained: task.Phases.Count == 0);
        return Scoring.Outputs(prepared.Of(rows), task, rule, _cancellation);
    }

    /// <summary>What the validation rows say of how sure a trained model may be.</summary>
    /// <param name="task">The task.</param>
    /// <param name="model">The model, with the weights that its run kept.</param>
    /// <param name="validation">The validation rows; null for none.</param>
    public ConfidenceFit Confidence(TaskDefinition task, SequenceClassifier model, EncodedRows? validation)
    {
        using var prepared = new PreparedRows(model, task, Context, new PassCounter(), new ProgressReporter(null, epochs: 1), isPretrained: task.Phases.Count == 0);
        return ConfidenceFit.Of(model, rows => prepared.Of(rows), validation, task, _options, _cancellation);
    }

    /// <summary>A classifier around a trained model, which it owns; it predicts in float32, as one that is loaded does.</summary>
    /// <param name="task">The task.</param>
    /// <param name="model">The model.</param>
    public ClassifierRuntime Classifier(TaskDefinition task, SequenceClassifier model)
    {
        model.Precision = Tasks.Precision.Float32;
        return new(task, model, _encoder, TokenizerFiles.Read(Folder), Device);
    }

    /// <summary>Removes the runs' states: all have ended, and their result is in the caller's hands.</summary>
    public void Forget() => _states.ForEach(states => states.Remove());

    /// <inheritdoc />
    public void Dispose()
    {
        _first?.Model.Dispose();
        _stores.Dispose();
        _states.ForEach(states => states.Dispose());
    }

    private SequenceClassifier Set(SequenceClassifier model)
    {
        (model.Precision, model.RecomputesLayers) = (Precision?.Used ?? Tasks.Precision.Float32, _options.GradientCheckpointing);
        return model;
    }

    private RunStates? States(TaskDefinition task, Recipe recipe, EncodedRows train, EncodedRows? validation, SequenceClassifier model)
    {
        if (_options.Checkpoints is not { } checkpoints)
        {
            return null;
        }

        var states = new RunStates(checkpoints, RunIdentification.Of(task, recipe, _options, train, validation, model), task.Output.Kind, _logger, reportsOthers: _states.Count == 0) { Log = Log };
        _states.Add(states);
        return states;
    }

    /// <summary>Runs; where the loss stops being a number, the weights before it are saved beside the output folder, as a model to go on from.</summary>
    private TrainingReport RunOrSaveLastGood(Func<TrainingReport> run, TaskDefinition task, SequenceClassifier model)
    {
        try
        {
            return run();
        }
        catch (NonFiniteLossException e) when (_options.OutputFolder is { } outputFolder)
        {
            string lastGood = Path.TrimEndingDirectorySeparator(outputFolder) + ".last-good";
            Classifier(task, model).Save(lastGood);
            throw new NonFiniteLossException(
                $"{e.Message} The last good weights (the best epoch's, or those before this step) are saved in {lastGood}: go on from them with {nameof(TrainingOptions.ContinueFrom)}.", e);
        }
    }
}
