using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>A linear layer's product, in pieces: some rows times a panel each.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="Bias">(outputs)</param>
/// <param name="Left">(rows, inputs)</param>
/// <param name="Rows">How many.</param>
/// <param name="Result">(rows, outputs)</param>
/// <param name="Activates">Whether GELU is applied to it: a piece is still in the nearest cache.</param>
internal sealed record Product(PackedMatrix Weights, Tensor Bias, Rows Left, int Rows, Rows Result, bool Activates = false)
{
    private readonly nint _bias = Memory.Of(Bias);

    /// <summary>Of a model's layer.</summary>
    public Product(Linear linear, Rows left, int rows, Rows result, bool activates = false)
        : this(linear.Packed, linear.Bias, left, rows, result, activates)
    {
    }

    /// <summary>How many pieces there are.</summary>
    public int Pieces { get; } = Weights.Panels * ((Rows + PanelKernel.Rows - 1) / PanelKernel.Rows);

    /// <summary>Computes one of them.</summary>
    public unsafe void Compute(int piece)
    {
        (int block, int panel) = Math.DivRem(piece, Weights.Panels);
        int first = block * PanelKernel.Rows, count = Math.Min(PanelKernel.Rows, Rows - first), column = panel * Weights.Kernel.Width;
        Rows result = Result.From(first, column);
        Weights.Kernel.Multiply(Left.From(first), count, Weights.Panel(panel), Weights.Inputs, (float*)_bias + column, result);
        for (int row = 0; Activates && row < count; row++)
        {
            Gelu.Apply(result.At(row), Weights.Kernel.Width);
        }
    }
}
