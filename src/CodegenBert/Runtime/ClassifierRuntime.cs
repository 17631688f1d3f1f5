using System.ComponentModel;
using System.Runtime.CompilerServices;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Saving;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace CodegenBert.Runtime;

/// <summary>The classifier behind generated classifiers. Safe for use by several threads at once.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ClassifierRuntime : IDisposable
{
    /// <summary>Inputs of a stream that are planned together.</summary>
    private const int ChunkSize = 1024;

    private readonly SequenceClassifier _model;
    private readonly InputEncoder _encoder;
    private readonly TokenizerFiles _tokenizerFiles;
    private readonly Device _device;
    private IReadOnlyList<float> _thresholds;
    private bool _disposed;

    internal ClassifierRuntime(TaskDefinition task, SequenceClassifier model, InputEncoder encoder, TokenizerFiles tokenizerFiles, Device device)
    {
        (Task, _model, _encoder, _tokenizerFiles, _device) = (task, model, encoder, tokenizerFiles, device);
        _thresholds = task.Output.Kind == OutputKind.MultiLabel ? LabelThresholds.Default(task.Labels.Count) : [];
    }

    /// <summary>The task.</summary>
    public TaskDefinition Task { get; }

    /// <summary>
    /// For several labels: the probability from which each is predicted, in the spec's order; 0.5 each if nothing else was set. They are saved with the
    /// model, and <see cref="Evaluate"/> counts by them. Empty for other tasks.
    /// </summary>
    /// <exception cref="ArgumentException">There is not one for each label, or one is not from 0 to 1.</exception>
    /// <exception cref="InvalidOperationException">The task has no several labels.</exception>
    public IReadOnlyList<float> Thresholds
    {
        get => _thresholds;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (Task.Output.Kind != OutputKind.MultiLabel)
            {
                throw new InvalidOperationException($"Thresholds are for several labels; {Task.Name} has another kind of output.");
            }

            float[] copy = [.. value];
            _thresholds = LabelThresholds.Fault(copy, Task.Labels.Count) is { } fault
                ? throw new ArgumentException($"The thresholds of {Task.Name} cannot be used: {fault}.", nameof(value))
                : copy;
        }
    }

    /// <summary>Loads a saved model.</summary>
    /// <param name="task">The task that it must have been trained for.</param>
    /// <param name="folder">The folder that <see cref="Save"/> wrote.</param>
    /// <param name="options">Device, precision, threads and logger; null for the defaults.</param>
    /// <exception cref="CheckpointException">The folder is missing or broken.</exception>
    /// <exception cref="TaskMismatchException">The model is of another spec.</exception>
    /// <exception cref="CodegenBertException">libtorch does not load, an option is unusable, or the device is absent.</exception>
    public static ClassifierRuntime Load(TaskDefinition task, string folder, ClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new ClassifierOptions();
        if (options.Precision is not (Precision.Float32 or Precision.BFloat16))
        {
            throw new CodegenBertException($"The option {nameof(options.Precision)} is {options.Precision}; allowed for a loaded classifier is {nameof(Precision.Float32)} or {nameof(Precision.BFloat16)}.");
        }

        Device device = ComputeBackend.Prepare(options.Device, options.Threads);
        (int[] logitOfLabel, IReadOnlyList<float> thresholds) = ModelFolder.CheckTask(folder, task);
        SequenceClassifier model = ClassifierFactory.Load(task, folder);
        try
        {
            NonFiniteWeights.Warn(options.Logger ?? NullLogger.Instance, folder, model);
            InputEncoder encoder = TaskInputs.Encoder(task, folder, model.Configuration);
            model.PermuteLabels(logitOfLabel);
            model.MoveTo(device);
            model.Precision = options.Precision;
            return new(task, model, encoder, TokenizerFiles.Read(folder), device) { _thresholds = thresholds };
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Classifies one input.</summary>
    /// <param name="input">The text or texts.</param>
    public RawPrediction Predict(InputTexts input) => PredictChunk([input], default)[0];

    /// <summary>Classifies many inputs in batches planned by length, in the order of the inputs.</summary>
    /// <param name="inputs">The inputs; enumerated once, in chunks.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public IEnumerable<RawPrediction> Predict(IEnumerable<InputTexts> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs.Chunk(ChunkSize).SelectMany(chunk => PredictChunk(chunk, cancellationToken));
    }

    /// <summary>Classifies many inputs in batches planned by length, in the order of the inputs.</summary>
    /// <param name="inputs">The inputs; enumerated once, in chunks.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public async IAsyncEnumerable<RawPrediction> PredictAsync(IAsyncEnumerable<InputTexts> inputs, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        await foreach (InputTexts[] chunk in inputs.Chunk(ChunkSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (RawPrediction prediction in PredictChunk(chunk, cancellationToken))
            {
                yield return prediction;
            }
        }
    }

    /// <summary>Scores a data set: a <see cref="SingleLabelReport"/>, <see cref="MultiLabelReport"/> or <see cref="RegressionReport"/>, as the task's output is.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public EvaluationReport Evaluate(IReadOnlyList<LabeledTexts> rows, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Training.EncodedRows encoded = TaskInputs.Encode(_encoder, Task, rows, cancellationToken);
        return Scoring.Evaluate(
            Inputs(encoded.Inputs), encoded.Targets, encoded.TruncatedRows, Task, _thresholds, _ => cancellationToken.ThrowIfCancellationRequested());
    }

    /// <summary>Writes the model as a Hugging Face folder, into place as a whole, over an existing model too.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointException">The folder cannot be written, or holds something that is no model.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ObjectDisposedException.ThrowIf(_disposed, this);
        ModelFolder.Save(folder, Task, _model, _tokenizerFiles, _thresholds);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _model.Dispose();
        }
    }

    private RawPrediction[] PredictChunk(InputTexts[] chunk, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var encoded = new EncodedTexts([.. chunk.Select(input => TaskInputs.EncodeWindows(_encoder, Task, input))]);
        float[][] values = Scoring.Predict(Inputs(encoded), Task, cancellationToken);
        return [.. values.Select((row, i) => new RawPrediction(row, encoded.Truncated[i]))];
    }

    private IModelInputs Inputs(EncodedTexts texts) => WindowedInputs.Over(new TokenInputs(_model, texts.Windows, _device), texts, Task.Tokenizer.Window);
}
