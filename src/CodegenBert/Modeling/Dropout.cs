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
    private readonly ulong[] _seeds;
    private readonly long[] _applied = new long[Enum.GetValues<DropoutSite>().Length];

    private Dropout(bool active, ulong[] seeds, ulong position = 0) => (IsActive, _seeds, Position) = (active, seeds, position);

    /// <summary>Evaluation mode: nothing is dropped.</summary>
    public static Dropout None { get; } = new(active: false, []);

    /// <summary>Whether values are dropped.</summary>
    public bool IsActive { get; }

    /// <summary>How many masks have been drawn: the generator's position.</summary>
    public ulong Position { get; private set; }

    /// <summary>Training mode.</summary>
    /// <param name="seed">Of the run.</param>
    /// <param name="position">How many masks have been drawn before, by a run that is gone on with.</param>
    public static Dropout Seeded(ulong seed, ulong position = 0) => new(active: true, [seed], position);

    /// <summary>Training mode of several models at once, whose values lie one after the other: each model's masks are those that it would have alone.</summary>
    /// <param name="seeds">Of each model's run.</param>
    /// <param name="position">How many masks have been drawn before.</param>
    public static Dropout Stacked(IEnumerable<int> seeds, ulong position = 0) => new(active: true, [.. seeds.Select(seed => (ulong)seed)], position);

    /// <summary>For a part of a batch that is computed by itself: from the same position on, masks of its own. The first part's are those of a whole batch.</summary>
    /// <param name="part">Its number, from 0.</param>
    public Dropout Part(int part) => part == 0 ? At(Position) : new(IsActive, [.. _seeds.Select(seed => DropoutMask.Key(seed, ulong.MaxValue - (ulong)part))], Position);

    /// <summary>Goes on behind the masks that the parts of a batch have drawn, each as many as the others.</summary>
    /// <param name="part">One of them.</param>
    public void GoOnBehind(Dropout part)
    {
        Position = part.Position;
        for (int site = 0; site < _applied.Length; site++)
        {
            _applied[site] += part._applied[site];
        }
    }

    /// <summary>The same generator at another position: draws again the masks that were drawn from there on.</summary>
    public Dropout At(ulong position) => new(IsActive, _seeds, position);

    /// <summary>How often a mask has been applied at that place.</summary>
    public long Applied(DropoutSite site) => _applied[(int)site];

    /// <summary>Sets each value to 0 with the given probability and scales the others so that the expectation stays (Srivastava et al. 2014).</summary>
    public Tensor Apply(DropoutSite site, Tensor x, double probability)
    {
        if (!Drops(probability))
        {
            return x;
        }

        ulong position = Next(site);
        return MaskedProduct.Of(x, [.. _seeds.Select(seed => DropoutMask.Key(seed, position))], probability);
    }

    /// <summary>The mask of one model for a function that multiplies by it itself; null where nothing is dropped.</summary>
    public DropoutDraw? Draw(DropoutSite site, double probability) => Drops(probability) ? new(DropoutMask.Key(_seeds.Single(), Next(site)), probability) : null;

    private bool Drops(double probability) => IsActive && probability > 0;

    private ulong Next(DropoutSite site)
    {
        _applied[(int)site]++;
        return Position++;
    }
}
