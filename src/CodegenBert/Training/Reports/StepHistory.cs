namespace CodegenBert.Training.Reports;

/// <summary>The steps of a run, all of them or, where there are many, every second, fourth, eighth and so on: bounded, and even over the run.</summary>
internal sealed class StepHistory
{
    /// <summary>More points than a plot has pixels.</summary>
    public const int MostSteps = 4096;

    private readonly List<StepReport> _steps;
    private int _stride;

    /// <summary>A history with nothing in it, or that of a run up to where it goes on from.</summary>
    /// <param name="steps">The remembered steps.</param>
    /// <param name="stride">Of how many steps one was remembered.</param>
    public StepHistory(IEnumerable<StepReport>? steps = null, int stride = 1) => (_steps, _stride) = ([.. steps ?? []], stride);

    /// <summary>Of how many steps one is remembered.</summary>
    public int Stride => _stride;

    /// <summary>The remembered steps, in their order.</summary>
    public IReadOnlyList<StepReport> Steps => _steps;

    /// <summary>Takes note of a step.</summary>
    public void Add(StepReport step)
    {
        if ((step.Step - 1) % _stride != 0)
        {
            return;
        }

        _steps.Add(step);
        if (_steps.Count > MostSteps)
        {
            _stride *= 2;
            _ = _steps.RemoveAll(one => (one.Step - 1) % _stride != 0);
        }
    }
}
