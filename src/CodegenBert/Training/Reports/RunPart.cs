using System.Diagnostics;

namespace CodegenBert.Training.Reports;

/// <summary>What the time of a run is spent on.</summary>
public enum RunPart
{
    /// <summary>Anything else: the encoder is fetched and loaded, figures are put together.</summary>
    Other = 0,

    /// <summary>Texts become ids, and are looked through.</summary>
    Tokenize = 1,

    /// <summary>Texts pass through the frozen part.</summary>
    Encode = 2,

    /// <summary>Steps of the optimiser.</summary>
    Train = 3,

    /// <summary>The validation rows are scored.</summary>
    Evaluate = 4,
}

/// <summary>How long a part took.</summary>
/// <param name="Part">The part.</param>
/// <param name="Seconds">In the whole run.</param>
public readonly record struct PartTime(RunPart Part, double Seconds);

/// <summary>A clock for the parts of a run, one of which it is in at each moment.</summary>
internal sealed class PartClock
{
    private readonly double[] _seconds = new double[Enum.GetValues<RunPart>().Length];
    private readonly double[] _before = new double[Enum.GetValues<RunPart>().Length];
    private long _entered = Stopwatch.GetTimestamp();
    private RunPart _current = RunPart.Other;

    /// <summary>The parts that took any time, with it.</summary>
    public IReadOnlyList<PartTime> Times
    {
        get
        {
            _ = Enter(_current);
            return [.. Enum.GetValues<RunPart>().Select(part => new PartTime(part, _before[(int)part] + _seconds[(int)part])).Where(part => part.Seconds > 0)];
        }
    }

    /// <summary>The run had begun in another process: its times there count too.</summary>
    /// <param name="before">All times up to where the run goes on from.</param>
    public void GoOnFrom(IReadOnlyList<PartTime> before)
    {
        Array.Clear(_before);
        foreach (PartTime part in before)
        {
            _before[(int)part.Part] = part.Seconds;
        }
    }

    /// <summary>From now on the run is in another part.</summary>
    /// <returns>The part that it was in, and for how long.</returns>
    public PartTime Enter(RunPart part)
    {
        long now = Stopwatch.GetTimestamp();
        PartTime left = new(_current, Stopwatch.GetElapsedTime(_entered, now).TotalSeconds);
        _seconds[(int)_current] += left.Seconds;
        (_entered, _current) = (now, part);
        return left;
    }
}
