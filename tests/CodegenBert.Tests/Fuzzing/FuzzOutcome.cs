namespace CodegenBert.Tests.Fuzzing;

/// <summary>What came of the mutated files of a kind.</summary>
/// <param name="kind">The kind.</param>
internal sealed class FuzzOutcome(string kind)
{
    public string Kind { get; } = kind;

    public int Mutations { get; private set; }

    /// <summary>Files that are read as if nothing had happened: what changed may be any value.</summary>
    public int Accepted { get; private set; }

    /// <summary>Files that gave a <see cref="CodegenBertException"/>.</summary>
    public int Refused { get; private set; }

    public TimeSpan Slowest { get; private set; }

    /// <summary>The most managed memory that a file took, as a share of its bound.</summary>
    public double MostOfBound { get; private set; }

    /// <summary>What must not be, with the seeds.</summary>
    public List<string> Faults { get; } = [];

    public void Add(bool accepted, bool refused, TimeSpan time, double shareOfBound)
    {
        Mutations++;
        Accepted += accepted ? 1 : 0;
        Refused += refused ? 1 : 0;
        Slowest = time > Slowest ? time : Slowest;
        MostOfBound = Math.Max(MostOfBound, shareOfBound);
    }
}
