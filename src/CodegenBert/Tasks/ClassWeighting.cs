namespace CodegenBert.Tasks;

/// <summary>How much the classes weigh in the loss, beside the labels' own weights.</summary>
public enum ClassWeighting
{
    /// <summary>All alike.</summary>
    None = 0,

    /// <summary>The rarer in the training rows, the more (scikit-learn's <c>balanced</c>, King and Zeng 2001).</summary>
    Balanced = 1,
}
