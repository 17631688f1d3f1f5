namespace CodegenBert.Tasks;

/// <summary>A figure of the validation rows. Which of them a task has depends on its kind of output.</summary>
public enum ValidationMetric
{
    /// <summary>Mean loss; the lower the better. Every task has it.</summary>
    Loss = 0,

    /// <summary>Share of right predictions: of one label.</summary>
    Accuracy = 1,

    /// <summary>Unweighted mean of the classes' recall: of one label.</summary>
    BalancedAccuracy = 2,

    /// <summary>Unweighted mean of the classes' F1: of one label, or of several.</summary>
    MacroF1 = 3,

    /// <summary>Mean of the classes' F1, weighted by their rows: of one label.</summary>
    WeightedF1 = 4,

    /// <summary>Matthews' correlation coefficient: of one label.</summary>
    Matthews = 5,

    /// <summary>F1 of all decisions together: of several labels.</summary>
    MicroF1 = 6,

    /// <summary>Share of rows whose predicted labels are exactly theirs: of several labels.</summary>
    SubsetAccuracy = 7,

    /// <summary>Linear correlation: of a score.</summary>
    Pearson = 8,

    /// <summary>Correlation of ranks: of a score.</summary>
    Spearman = 9,

    /// <summary>Mean of the absolute errors, the lower the better: of a score.</summary>
    MeanAbsoluteError = 10,
}
