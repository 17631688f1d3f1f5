using System.ComponentModel;
using System.Runtime.CompilerServices;
using CodegenBert.Checkpoints;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
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
    private bool _disposed;

    internal ClassifierRuntime(TaskDefinition task, SequenceClassifier model, InputEncoder encoder, TokenizerFiles tokenizerFiles, Device device) =>
        (Task, _model, _encoder, _tokenizerFiles, _device) = (task, model, encoder, tokenizerFiles, device);

    /// <summary>The task.</summary>
    public TaskDefinition Task { get; }

    /// <summary>Loads a saved model.</summary>
    /// <param name="task">The task that it must have been trained for.</param>
    /// <param name="folder">The folder that <see cref="Save"/> wrote.</param>
    /// <param name="options">Device and threads; null for the defaults.</param>
    /// <exception cref="CheckpointException">The folder is missing or broken.</exception>
    /// <exception cref="TaskMismatchException">The model is of another spec.</exception>
    public static ClassifierRuntime Load(TaskDefinition task, string folder, ClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new ClassifierOptions();
        Device device = ComputeBackend.Prepare(options.Device, options.Threads);
        int[] logitOfLabel = ModelFolder.CheckTask(folder, task);
        SequenceClassifier model = ClassifierFactory.Load(task, folder);
        try
        {
            InputEncoder encoder = TaskInputs.Encoder(task, folder, model.Configuration);
            model.PermuteLabels(logitOfLabel);
            model.MoveTo(device);
            return new(task, model, encoder, TokenizerFiles.Read(folder), device);
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

    /// <summary>Scores a data set.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public EvaluationReport Evaluate(IReadOnlyList<LabeledTexts> rows, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Training.EncodedRows encoded = TaskInputs.Encode(_encoder, Task, rows, cancellationToken);
        return Scoring.Evaluate(
            new TokenInputs(_model, encoded.Inputs, _device), encoded.Labels, encoded.TruncatedRows, Task.Labels, _ => cancellationToken.ThrowIfCancellationRequested());
    }

    /// <summary>Writes the model as a Hugging Face folder, into place as a whole, over an existing model too.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointException">The folder cannot be written, or holds something that is no model.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ObjectDisposedException.ThrowIf(_disposed, this);
        ModelFolder.Save(folder, Task, _model, _tokenizerFiles);
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
        EncodedInput[] encoded = [.. chunk.Select(input => TaskInputs.Encode(_encoder, Task, input))];
        float[][] probabilities = Scoring.Probabilities(new TokenInputs(_model, encoded, _device), Task.Labels.Count, cancellationToken);
        return [.. probabilities.Select((row, i) => new RawPrediction(row, encoded[i].Truncated))];
    }
}
