namespace CodegenBert.Training;

/// <summary>
/// Where and how often a run's state is saved: weights, optimiser, position in the schedule, the data and the random numbers. A run that finds a state of the same
/// spec, data and options there goes on from it, and ends with the weights of a run that was never stopped, bit for bit.
/// </summary>
/// <param name="Folder">The folder; made if it is missing.</param>
public sealed record TrainingCheckpoints(string Folder)
{
    /// <summary>Steps between two states; null saves by time alone.</summary>
    public int? EverySteps { get; init; }

    /// <summary>Time between two states; null saves by steps alone.</summary>
    public TimeSpan? Every { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many states are kept, the newest ones; 1 or more.</summary>
    public int Keep { get; init; } = 2;

    /// <summary>Whether a state of the same run is gone on from; false begins anew and removes it.</summary>
    public bool Resume { get; init; } = true;
}
