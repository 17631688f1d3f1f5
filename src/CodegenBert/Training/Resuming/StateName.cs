namespace CodegenBert.Training.Resuming;

/// <summary>What the names of a state's tensors begin with; the optimiser's have names of their own.</summary>
internal static class StateName
{
    /// <summary>A weight as the run has it.</summary>
    public const string Weight = "weight.";

    /// <summary>A weight of the best epoch so far.</summary>
    public const string Best = "best.";
}
