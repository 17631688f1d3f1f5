using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Saving;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Runtime.Files;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using CodegenBert.Training.Reports;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace CodegenBert.Runtime;

/// <summary>The classifier behind generated classifiers. Safe for use by several threads at once.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ClassifierRuntime : IDisposable
{
    /// <summary>Inputs of a stream that are planned together, counted from its first.</summary>
    internal const int ChunkSize = 1024;

    private readonly SequenceClassifier _model;
    private readonly InputEncoder _encoder;
    private readonly TokenizerFiles _tokenizerFiles;
    private readonly Device _device;
    private long _waitedTicks;
    private bool _disposed;

    internal ClassifierRuntime(TaskDefinition task, SequenceClassifier model, InputEncoder encoder, TokenizerFiles tokenizerFiles, Device device)
    {
        (Task, _model, _encoder, _tokenizerFiles, _device) = (task, model, encoder, tokenizerFiles, device);
        Rule = DecisionRule.Of(task);
    }

    /// <summary>The task.</summary>
    public TaskDefinition Task { get; }

    /// <summary>How its logits become what it says.</summary>
    internal DecisionRule Rule { get; set; }

    /// <summary>How long streams had to wait until inputs were read and tokenized; the model computes nothing in that time.</summary>
    internal TimeSpan WaitedForInputs => new(Interlocked.Read(ref _waitedTicks));

    /// <summary>What its predictions depend on, by name; content counts, not the folder's name. What differs from spec to spec is by its fingerprint's names.</summary>
    internal IEnumerable<(string Name, object? Value)> Identity =>
    [
        ("task", Task.Name),
        ("labels", string.Join(" | ", Task.Labels.Select(label => label.Text))),
        .. TaskFingerprint.Of(Task).Fields.Select(pair => (pair.Key, (object?)pair.Value)),
        ("weights", RunHashes.OfParameters(_model.Parameters.All)),
        ("tokenizer", _tokenizerFiles.Hash()),
        ("temperature", Rule.Temperature),
        ("thresholds", string.Join(" | ", Rule.Thresholds.Select(threshold => threshold.ToString(CultureInfo.InvariantCulture)))),
        ("precision", _model.Precision),
        ("device", _device),
    ];

    /// <summary>
    /// For several labels: the probability from which each is predicted, in the spec's order; 0.5 each if nothing else was set. They are saved with the
    /// model, and <see cref="Evaluate(IReadOnlyList{LabeledTexts}, CancellationToken)"/> counts by them. Empty for other tasks.
    /// </summary>
    /// <exception cref="ArgumentException">There is not one for each label, or one is not from 0 to 1.</exception>
    /// <exception cref="InvalidOperationException">The task has no several labels.</exception>
    public IReadOnlyList<float> Thresholds
    {
        get => Rule.Thresholds;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (Task.Output.Kind != OutputKind.MultiLabel)
            {
                throw new InvalidOperationException($"Thresholds are for several labels; {Task.Name} has another kind of output.");
            }

            float[] copy = [.. value];
            Rule = LabelThresholds.Fault(copy, Task.Labels.Count) is { } fault
                ? throw new ArgumentException($"The thresholds of {Task.Name} cannot be used: {fault}.", nameof(value))
                : Rule with { Thresholds = copy };
        }
    }

    /// <summary>
    /// For one label: what the logits are divided by before the softmax, so that probabilities say how often they are right (Guo et al. 2017, section 4.2); 1 if nothing was fitted
    /// or set. It changes no label, is saved with the model, and <see cref="Evaluate(IReadOnlyList{LabeledTexts}, CancellationToken)"/> counts by it. The weights stay as they were trained. 1 for other tasks.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0.001 to 1000.</exception>
    /// <exception cref="InvalidOperationException">The task has another kind of output than one label.</exception>
    public double Temperature
    {
        get => Rule.Temperature;
        set
        {
            if (Task.Output.Kind != OutputKind.SingleLabel)
            {
                throw new InvalidOperationException($"A temperature is for one label; {Task.Name} has another kind of output.");
            }

            Rule = DecisionRule.TemperatureFault(value) is { } fault
                ? throw new ArgumentOutOfRangeException(nameof(value), $"The temperature of {Task.Name} cannot be used: {fault}.")
                : Rule with { Temperature = value };
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
        (int[] logitOfLabel, DecisionRule rule) = ModelFolder.CheckTask(folder, task);
        SequenceClassifier model = ClassifierFactory.Load(task, folder);
        try
        {
            NonFiniteWeights.Warn(options.Logger ?? NullLogger.Instance, folder, model);
            InputEncoder encoder = TaskInputs.Encoder(task, folder, model.Configuration);
            model.PermuteLabels(logitOfLabel);
            model.MoveTo(device);
            model.Precision = options.Precision;
            return new(task, model, encoder, TokenizerFiles.Read(folder), device) { Rule = rule };
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Classifies one input.</summary>
    /// <param name="input">The text or texts.</param>
    public RawPrediction Predict(InputTexts input) => Predict(input, abstainBelow: null);

    /// <summary>Classifies one input.</summary>
    /// <param name="input">The text or texts.</param>
    /// <param name="abstainBelow">For one label: the probability below which the prediction is undecided, 0 to 1; null for the spec's.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="abstainBelow"/> is no probability.</exception>
    /// <exception cref="InvalidOperationException">It is given, but the task has another kind of output than one label.</exception>
    public RawPrediction Predict(InputTexts input, float? abstainBelow) => Predict(Encode([input]), RuleFor(abstainBelow), default)[0];

    /// <summary>Classifies many inputs in batches planned by length, in the order of the inputs.</summary>
    /// <param name="inputs">The inputs; enumerated once, in chunks; of many, the next chunk on another thread while one is computed.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public IEnumerable<RawPrediction> Predict(IEnumerable<InputTexts> inputs, CancellationToken cancellationToken = default) => Predict(inputs, null, cancellationToken);

    /// <summary>Classifies many inputs in batches planned by length, in the order of the inputs.</summary>
    /// <param name="inputs">The inputs; enumerated once, in chunks; of many, the next chunk on another thread while one is computed.</param>
    /// <param name="abstainBelow">For one label: the probability below which a prediction is undecided, 0 to 1; null for the spec's.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="abstainBelow"/> is no probability.</exception>
    /// <exception cref="InvalidOperationException">It is given, but the task has another kind of output than one label.</exception>
    public IEnumerable<RawPrediction> Predict(IEnumerable<InputTexts> inputs, float? abstainBelow, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        CheckAbstention(abstainBelow);
        return PredictChunks(inputs, abstainBelow, cancellationToken).SelectMany(chunk => chunk.Predictions);
    }

    /// <summary>Classifies many inputs in batches planned by length, in the order of the inputs.</summary>
    /// <param name="inputs">The inputs; enumerated once, in chunks; of many, the next chunk while one is computed.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public IAsyncEnumerable<RawPrediction> PredictAsync(IAsyncEnumerable<InputTexts> inputs, CancellationToken cancellationToken = default) => PredictAsync(inputs, null, cancellationToken);

    /// <summary>Classifies many inputs in batches planned by length, in the order of the inputs.</summary>
    /// <param name="inputs">The inputs; enumerated once, in chunks; of many, the next chunk while one is computed.</param>
    /// <param name="abstainBelow">For one label: the probability below which a prediction is undecided, 0 to 1; null for the spec's.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="abstainBelow"/> is no probability.</exception>
    /// <exception cref="InvalidOperationException">It is given, but the task has another kind of output than one label.</exception>
    public IAsyncEnumerable<RawPrediction> PredictAsync(IAsyncEnumerable<InputTexts> inputs, float? abstainBelow, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        CheckAbstention(abstainBelow);
        return Stream(inputs, abstainBelow, cancellationToken);
    }

    /// <summary>
    /// Classifies a file of inputs into a file of predictions that can be read as data again: TSV with the inputs under their names, and <c>label</c> and <c>probability</c>, <c>labels</c> and
    /// <c>probabilities</c>, or the score. Memory does not grow with the file. Until all rows are there they are in <c>OUTPUT.partial</c>, with a state beside it; the same call after a stop of any kind
    /// goes on from it, and what it ends with are the bytes of a call that was never stopped.
    /// </summary>
    /// <param name="input">The inputs: a data file of any format, as <see cref="DatasetRuntime.ReadInputs"/> reads it.</param>
    /// <param name="output">Where the predictions go; a file there is replaced when they are whole.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told after each chunk, on the calling thread; null for no one.</param>
    /// <param name="cancellationToken">Stops between batches, with what is done kept.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="DataFileException">The file is missing or malformed, or rows do not fit the task: all of them are named, up to twenty, before the first is classified.</exception>
    /// <exception cref="PredictionFileException">The output cannot be written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="FilePredictionOptions.AbstainBelow"/> is no probability.</exception>
    /// <exception cref="InvalidOperationException">It is given, but the task has another kind of output than one label.</exception>
    public int PredictFile(string input, string output, FilePredictionOptions? options = null, IProgress<PredictionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        ArgumentException.ThrowIfNullOrEmpty(output);
        ObjectDisposedException.ThrowIf(_disposed, this);
        options ??= new();
        CheckAbstention(options.AbstainBelow);
        return FilePrediction.Run(this, input, output, options, progress, cancellationToken);
    }

    /// <summary>Inputs beside their predictions, <see cref="ChunkSize"/> of them at a time. A chunk's predictions depend on no other chunk, to the last bit.</summary>
    /// <param name="inputs">The inputs; enumerated once.</param>
    /// <param name="abstainBelow">For one label: the probability below which a prediction is undecided; null for the spec's.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    internal IEnumerable<(InputTexts[] Inputs, RawPrediction[] Predictions)> PredictChunks(IEnumerable<InputTexts> inputs, float? abstainBelow, CancellationToken cancellationToken) =>
        LookAhead(chunk => (Inputs: chunk, Encoded: Encode(chunk))).Over(inputs, cancellationToken)
            .Select(chunk => (chunk.Inputs, Predict(chunk.Encoded, RuleFor(abstainBelow), cancellationToken)));

    /// <summary>Scores a data set: a <see cref="SingleLabelReport"/>, <see cref="MultiLabelReport"/> or <see cref="RegressionReport"/>, as the task's output is.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public EvaluationReport Evaluate(IReadOnlyList<LabeledTexts> rows, CancellationToken cancellationToken = default) => Evaluate(rows, null, cancellationToken);

    /// <summary>Scores a data set: a <see cref="SingleLabelReport"/>, <see cref="MultiLabelReport"/> or <see cref="RegressionReport"/>, as the task's output is.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="abstainBelow">For one label: the probability below which a prediction is undecided, 0 to 1; null for the spec's.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="abstainBelow"/> is no probability.</exception>
    /// <exception cref="InvalidOperationException">It is given, but the task has another kind of output than one label.</exception>
    public EvaluationReport Evaluate(IReadOnlyList<LabeledTexts> rows, float? abstainBelow, CancellationToken cancellationToken = default)
    {
        DecisionRule rule = RuleFor(abstainBelow);
        ObjectDisposedException.ThrowIf(_disposed, this);
        Training.EncodedRows encoded = TaskInputs.Encode(_encoder, Task, rows, cancellationToken);
        return Scoring.Evaluate(
            Inputs(encoded.Inputs), encoded.Targets, encoded.TruncatedRows, Task, rule, _ => cancellationToken.ThrowIfCancellationRequested());
    }

    /// <summary>Writes the model as a Hugging Face folder, into place as a whole, over an existing model too.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointException">The folder cannot be written, or holds something that is no model.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ObjectDisposedException.ThrowIf(_disposed, this);
        ModelFolder.Save(folder, Task, _model, _tokenizerFiles, Rule);
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

    private async IAsyncEnumerable<RawPrediction> Stream(
        IAsyncEnumerable<InputTexts> inputs, float? abstainBelow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (EncodedTexts chunk in LookAhead(Encode).Over(inputs, cancellationToken).ConfigureAwait(false))
        {
            foreach (RawPrediction prediction in Predict(chunk, RuleFor(abstainBelow), cancellationToken))
            {
                yield return prediction;
            }
        }
    }

    private LookAhead<InputTexts, TMade> LookAhead<TMade>(Func<InputTexts[], TMade> make) =>
        new(ChunkSize, make, waited => Interlocked.Add(ref _waitedTicks, waited.Ticks));

    private EncodedTexts Encode(InputTexts[] chunk)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new([.. chunk.Select(input => TaskInputs.EncodeWindows(_encoder, Task, input))]);
    }

    private RawPrediction[] Predict(EncodedTexts encoded, DecisionRule rule, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        float[][] values = Scoring.Predict(Inputs(encoded), Task, rule, cancellationToken);
        return [.. values.Select((row, i) => new RawPrediction(row, encoded.CutTokens[i] > 0)).Select(raw => raw with { IsUndecided = raw.Values[raw.Label] < rule.AbstainBelow })];
    }

    internal DecisionRule RuleFor(float? abstainBelow)
    {
        CheckAbstention(abstainBelow);
        return abstainBelow is null ? Rule : Rule with { AbstainBelow = abstainBelow };
    }

    private void CheckAbstention(float? abstainBelow)
    {
        if (abstainBelow is not null && Task.Output.Kind != OutputKind.SingleLabel)
        {
            throw new InvalidOperationException($"Only predictions of one label can be undecided; {Task.Name} has another kind of output.");
        }

        if (DecisionRule.AbstainFault(abstainBelow) is { } fault)
        {
            throw new ArgumentOutOfRangeException(nameof(abstainBelow), $"The probability below which {Task.Name} is undecided cannot be used: {fault}.");
        }
    }

    private IModelInputs Inputs(EncodedTexts texts) => WindowedInputs.Over(new TokenInputs(_model, texts.Windows, _device), texts, Task.Tokenizer.Window);
}
