namespace CodegenBert.Training.Reports;

/// <summary>The steps of a run, all of them or, where there are many, every second, fourth, eighth and so on: bounded, and even over the run.</summary>
internal sealed class StepHistory
{
    /// <summary>More points than a plot has pixels.</summary>
    public const int MostSteps = 4096;

    private readonly List<StepReport> _steps = [];
    private int _stride = 1;

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
