using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>A matrix product, in pieces: some rows times a panel each.</summary>
/// <param name="Right">What the rows are multiplied by.</param>
/// <param name="Left">(rows, steps)</param>
/// <param name="Rows">How many.</param>
/// <param name="Result">(rows, columns)</param>
/// <param name="Bias">To be added, (columns); null for none.</param>
/// <param name="Activates">Whether GELU is applied to it: a piece is still in the nearest cache.</param>
internal sealed record Product(Panels Right, Rows Left, int Rows, Rows Result, Tensor? Bias = null, bool Activates = false)
{
    private readonly nint _bias = Bias is null ? 0 : Memory.Of(Bias);

    /// <summary>Of a model's layer.</summary>
    public Product(Linear linear, Rows left, int rows, Rows result, bool activates = false)
        : this(linear.Packed.Panels, left, rows, result, linear.Bias, activates)
    {
    }

    /// <summary>How many pieces there are.</summary>
    public int Pieces { get; } = Right.Count * ((Rows + PanelKernel.Rows - 1) / PanelKernel.Rows);

    /// <summary>Computes all of them.</summary>
    public void Compute() => SharedWork.Run(Pieces, Compute);

    /// <summary>Computes one of them.</summary>
    public unsafe void Compute(int piece)
    {
        (int block, int panel) = Math.DivRem(piece, Right.Count);
        int first = block * PanelKernel.Rows, count = Math.Min(PanelKernel.Rows, Rows - first), column = panel * Right.Kernel.Width;
        Rows result = Result.From(first, column);
        Right.Kernel.Multiply(Left.From(first), count, Right.At(panel), Right.Steps, Bias is null ? null : (float*)_bias + column, result);
        for (int row = 0; Activates && row < count; row++)
        {
            Gelu.Apply(result.At(row), Right.Kernel.Width);
        }
    }
}
