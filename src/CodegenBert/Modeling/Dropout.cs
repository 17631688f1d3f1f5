using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>Where BERT drops values while training.</summary>
internal enum DropoutSite
{
    Embeddings,
    AttentionProbabilities,
    AttentionOutput,
    FeedForwardOutput,
    Head,
}

/// <summary>
/// Dropout with masks from a counter-based generator of our own: libtorch's is serial on a processor and costs 10 to 35 % of a training step.
/// The n-th mask is a function of the seed and n alone, so that a run is reproducible with any number of threads, and no mask need be kept.
/// </summary>
internal sealed class Dropout
{
    private readonly ulong _seed;
    private readonly long[] _applied = new long[Enum.GetValues<DropoutSite>().Length];
    private readonly bool _active;

    private Dropout(bool active, ulong seed, ulong position = 0) => (_active, _seed, Position) = (active, seed, position);

    /// <summary>Evaluation mode: nothing is dropped.</summary>
    public static Dropout None { get; } = new(active: false, 0);

    /// <summary>How many masks have been drawn: the generator's position.</summary>
    public ulong Position { get; private set; }

    /// <summary>Training mode.</summary>
    /// <param name="seed">Of the run.</param>
    /// <param name="position">How many masks have been drawn before, by a run that is gone on with.</param>
    public static Dropout Seeded(ulong seed, ulong position = 0) => new(active: true, seed, position);

    /// <summary>The same generator at another position: draws again the masks that were drawn from there on.</summary>
    public Dropout At(ulong position) => new(_active, _seed) { Position = position };

    /// <summary>How often a mask has been applied at that place.</summary>
    public long Applied(DropoutSite site) => _applied[(int)site];

    /// <summary>Sets each value to 0 with the given probability and scales the others so that the expectation stays (Srivastava et al. 2014).</summary>
    public Tensor Apply(DropoutSite site, Tensor x, double probability)
    {
        if (!_active || probability == 0)
        {
            return x;
        }

        _applied[(int)site]++;
        return MaskedProduct.Of(x, DropoutMask.Key(_seed, Position++), probability);
    }
}
