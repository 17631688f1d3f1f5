namespace CodegenBert.Tasks;

/// <summary>How the probability from which each of several labels is predicted is found.</summary>
public enum ThresholdRule
{
    /// <summary>0.5 for each label.</summary>
    Fixed = 0,

    /// <summary>For each label the one with the highest F1 on the validation rows; without validation rows 0.5.</summary>
    Tuned = 1,
}
