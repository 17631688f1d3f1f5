using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Names;
using CodegenBert.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>What the frozen part says of a batch: the hidden state at the boundary if layers above it are trained, and the vectors that the head reads below it.</summary>
/// <param name="Hidden">(B, S, d), or null if no layer above the boundary is read.</param>
/// <param name="Features">(B, vectors * d), or null if the head reads nothing up to the boundary.</param>
internal readonly record struct FrozenOutput(Tensor? Hidden, Tensor? Features);

/// <summary>
/// A BERT with a classification head. The encoder is cut at a boundary: what lies below is frozen, runs in evaluation mode without
/// gradients, and can be remembered; what lies above is trained.
/// </summary>
internal sealed class SequenceClassifier : IDisposable
{
    private readonly BertEncoder _encoder;
    private readonly Linear? _pooler;
    private readonly ClassificationHead _head;
    private readonly bool _poolerIsNew;
    private bool _poolerFrozen;

    /// <summary>Builds the model over its parameters, which it owns from now on.</summary>
    /// <param name="configuration">The encoder's.</param>
    /// <param name="head">The head's.</param>
    /// <param name="parameters">All of <see cref="ExpectedWeights.OfEncoder"/> and <see cref="HeadLayout.Weights"/>.</param>
    /// <param name="freeze">Which part is not trained.</param>
    /// <param name="poolerIsNew">Whether the pooler did not come from a checkpoint: then it is trained even where all else is frozen.</param>
    public SequenceClassifier(EncoderConfiguration configuration, HeadDefinition head, ParameterSet parameters, FreezePlan freeze, bool poolerIsNew)
    {
        Configuration = configuration;
        Parameters = parameters;
        Plan = new FeaturePlan(head, configuration.Layers);
        _poolerIsNew = poolerIsNew;
        _encoder = new BertEncoder(parameters, configuration);
        _pooler = Plan.ReadsPooler ? new Linear(parameters, "pooler.dense") : null;
        _head = new ClassificationHead(parameters, head);
        Freeze(freeze);
    }

    /// <summary>The encoder's configuration.</summary>
    public EncoderConfiguration Configuration { get; }

    /// <summary>All parameters, trained or not.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>What the head reads.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>The depth up to which the encoder is frozen; -1 if nothing is.</summary>
    public int Boundary { get; private set; }

    /// <summary>Whether encoder layers above the boundary are read, and so run and trained.</summary>
    public bool TrainsEncoder => Boundary < Plan.Top;

    /// <summary>Width of what the frozen part gives to the head directly.</summary>
    public int FrozenFeatureWidth => Plan.CountUpTo(Boundary) * Configuration.HiddenSize;

    /// <summary>Whether the pooler is not trained.</summary>
    public bool PoolerFrozen => _poolerFrozen;

    /// <summary>The parameters that <see cref="EncodeFrozen"/> reads.</summary>
    public IEnumerable<ModelParameter> FrozenPart => Parameters.All.Where(parameter =>
        parameter.Depth <= Boundary || (_poolerFrozen && Plan.ReadsPooler && parameter.Name.StartsWith("pooler.", StringComparison.Ordinal)));

    /// <summary>Whether what <see cref="EncodeFrozen"/> says of a row has the same bits whatever rows of the same length are beside it.</summary>
    public bool FrozenRowsAreIndependent => Configuration.EmbeddingSize == Configuration.HiddenSize && _encoder.RowsAreIndependent(until: Boundary);

    /// <summary>The parameters that gradients are computed for.</summary>
    public IEnumerable<ModelParameter> TrainedParameters => Parameters.All.Where(parameter => parameter.Trained);

    /// <summary>Says anew which part is frozen, as each phase of a run does.</summary>
    /// <param name="freeze">Which part is not trained.</param>
    public void Freeze(FreezePlan freeze)
    {
        Boundary = Math.Min(freeze.FrozenLayers(Configuration.Layers), Plan.Top);
        _poolerFrozen = freeze.Kind == FreezeKind.All && !_poolerIsNew;
        foreach (ModelParameter parameter in Parameters.All)
        {
            parameter.Trained = IsTrained(parameter);
        }
    }

    /// <summary>
    /// The numbers that the products of the encoder's layers are computed with, <see cref="Precision.Float32"/> or <see cref="Precision.BFloat16"/>: their inputs are rounded, their
    /// sums are float32 inside. The weights that are trained, the residual sums, LayerNorm, pooler, head and loss are in float32 in any case. What the frozen part says depends on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is neither of the two.</exception>
    public Precision Precision
    {
        get => field;
        set
        {
            field = value is Precision.Float32 or Precision.BFloat16 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A model computes in float32 or in bfloat16.");
            foreach (ModelParameter parameter in Parameters.All.Where(parameter => parameter.IsLayerOperand))
            {
                parameter.OperandType = value == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
            }
        }
    }

    /// <summary>Whether the activations of trained layers are computed again in the backward pass in place of being kept.</summary>
    public bool RecomputesLayers
    {
        get => _encoder.RecomputesLayers;
        set => _encoder.RecomputesLayers = value;
    }

    /// <summary>Ids to logits through the whole model. (B, S) -> (B, labels)</summary>
    public Tensor Forward(TokenBatch batch, Dropout dropout, LookedUpRows? lookedUp = null) => _head.Forward(Features(batch, dropout, lookedUp), dropout);

    /// <summary>Ids to what the head reads, through the whole encoder. (B, S) -> (B, vectors * d)</summary>
    public Tensor Features(TokenBatch batch, Dropout dropout, LookedUpRows? lookedUp = null)
    {
        var reader = new FeatureReader(Plan);
        Tensor hidden = _encoder.Embed(batch, dropout, lookedUp);
        reader.Read(hidden, 0, batch.Mask);
        _encoder.Run(hidden, batch.Mask, 0, Plan.Top, dropout, reader);
        return Join(null, reader.Features);
    }

    /// <summary>Runs the frozen part, without gradients and in evaluation mode. (B, S) -> (B, S, d) and (B, vectors * d)</summary>
    public FrozenOutput EncodeFrozen(TokenBatch batch)
    {
        using IDisposable evaluation = no_grad();
        var reader = new FeatureReader(Plan);
        Tensor hidden = _encoder.Embed(batch, Dropout.None);
        reader.Read(hidden, 0, batch.Mask);
        hidden = _encoder.Run(hidden, batch.Mask, 0, Boundary, Dropout.None, reader);
        Tensor? features = reader.Features.Count == 0 ? null
            : cat([.. reader.Features.Select((vector, i) => _poolerFrozen && Plan.Features[i].Pooling == Pooling.Pooler ? PoolEachRow(vector) : vector)], 1);
        return new(TrainsEncoder ? hidden : null, features);
    }

    /// <summary>Runs the trained part on what the frozen part said.</summary>
    /// <param name="frozen">Of <see cref="EncodeFrozen"/>.</param>
    /// <param name="mask">Which positions of the hidden state are real; null without a hidden state.</param>
    /// <param name="dropout">Of the trained part.</param>
    /// <returns>Logits (B, labels).</returns>
    public Tensor ForwardTrained(FrozenOutput frozen, SequenceMask? mask, Dropout dropout)
    {
        var reader = new FeatureReader(Plan);
        if (frozen.Hidden is not null)
        {
            _encoder.Run(frozen.Hidden, mask!, Boundary, Plan.Top, dropout, reader);
        }

        return _head.Forward(Join(frozen.Features, reader.Features), dropout);
    }

    /// <summary>Puts the logits into another order.</summary>
    /// <param name="sources">For each new position the logit that it gets.</param>
    public void PermuteLabels(IReadOnlyList<int> sources)
    {
        if (sources.SequenceEqual(Enumerable.Range(0, sources.Count)))
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        Tensor order = tensor(sources.Select(source => (long)source).ToArray());
        foreach (string part in (string[])["weight", "bias"])
        {
            Tensor logits = Parameters[$"{_head.LogitsLayer}.{part}"].Value;
            logits.copy_(logits.index_select(0, order));
        }
    }

    /// <summary>Moves all parameters.</summary>
    public void MoveTo(Device device)
    {
        foreach (ModelParameter parameter in Parameters.All)
        {
            bool trained = parameter.Trained;
            parameter.Trained = false;
            parameter.MoveTo(device);
            parameter.Trained = trained;
        }
    }

    /// <inheritdoc />
    public void Dispose() => Parameters.Dispose();

    private Tensor Join(Tensor? frozen, IReadOnlyList<Tensor> read)
    {
        bool poolerIsDue = Plan.ReadsPooler && !(_poolerFrozen && frozen is not null);
        if (!poolerIsDue)
        {
            return frozen is not null && read.Count == 0 ? frozen : cat([.. frozen is null ? [] : new[] { frozen }, .. read], 1);
        }

        IEnumerable<Tensor> vectors = [.. frozen?.split(Configuration.HiddenSize, 1) ?? [], .. read]; // each (B, d), in the plan's order
        return cat([.. vectors.Select((vector, i) => Plan.Features[i].Pooling == Pooling.Pooler ? Pool(vector) : vector)], 1);
    }

    private Tensor Pool(Tensor cls) => tanh(_pooler!.Forward(cls)); // (B, d) -> (B, d)

    /// <summary>The same row by row: the last bits of a product of a few rows depend on how many they are. (B, d) -> (B, d)</summary>
    private Tensor PoolEachRow(Tensor cls) => cat([.. cls.split(1).Select(Pool)]);

    private bool IsTrained(ModelParameter parameter)
    {
        bool isPooler = parameter.Name.StartsWith("pooler.", StringComparison.Ordinal);
        return parameter.Depth == ModelParameter.AboveEncoder
            ? !isPooler || (Plan.ReadsPooler && !_poolerFrozen)
            : parameter.Depth > Boundary && parameter.Depth <= Plan.Top && !(Configuration.FixedPositions && parameter.Name == Embeddings.Positions);
    }
}
