namespace CodegenBert.Modeling.Products;

/// <summary>The columns of a matrix in panels of as many as the kernel takes at once, which it reads from end to end.</summary>
/// <param name="kernel">Multiplies by them.</param>
/// <param name="first">Where they lie. (panels, steps, width)</param>
/// <param name="count">How many there are.</param>
/// <param name="steps">Length of a column: of a row that is multiplied.</param>
internal readonly unsafe struct Panels(PanelKernel kernel, float* first, int count, int steps)
{
    /// <summary>Multiplies by them.</summary>
    public PanelKernel Kernel { get; } = kernel;

    /// <summary>How many there are.</summary>
    public int Count { get; } = count;

    /// <summary>Length of a column: of a row that is multiplied.</summary>
    public int Steps { get; } = steps;

    /// <summary>A panel. (steps, width)</summary>
    public float* At(int panel) => first + ((nint)panel * Kernel.Width * Steps);
}
