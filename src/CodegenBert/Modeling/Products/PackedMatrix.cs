using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>
/// A linear layer's weights in panels of sixteen outputs, which the kernel reads from end to end. libtorch's product lays the weights out anew each time: for sixteen tokens that takes as long
/// as the product itself.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    private readonly int _outputs, _inputs;
    private readonly Tensor _panels; // (outputs / 16, inputs, 16)

    /// <summary>Lays weights out.</summary>
    /// <param name="weight">(outputs, inputs), for which <see cref="CanHold"/> says yes.</param>
    public PackedMatrix(Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable values = no_grad();
        (_outputs, _inputs) = ((int)weight.size(0), (int)weight.size(1));
        Tensor source = weight.contiguous();
        _panels = empty(_outputs / PanelKernel.Width, _inputs, PanelKernel.Width);
        nint from = Memory.Of(source), to = Memory.Of(_panels);
        SharedWork.Run(_outputs / PanelKernel.Width, panel =>
        {
            nint first = (nint)panel * PanelKernel.Width * _inputs;
            PanelLayout.Transpose((float*)from + first, _inputs, PanelKernel.Width, _inputs, (float*)to + first);
        });
        _panels.DetachFromDisposeScope();
    }

    /// <summary>Whether the kernel can multiply by weights, here.</summary>
    /// <param name="weight">(outputs, inputs)</param>
    public static bool CanHold(Tensor weight) =>
        PanelKernel.IsSupported && weight.dim() == 2 && weight.size(0) % PanelKernel.Width == 0 && weight.size(1) % PanelKernel.Width == 0
        && weight.dtype == ScalarType.Float32 && weight.device_type == DeviceType.CPU;

    /// <summary>x W^T + b. (..., inputs) -> (..., outputs)</summary>
    /// <param name="x">float32, on the processor.</param>
    /// <param name="bias">(outputs)</param>
    public Tensor Multiply(Tensor x, Tensor bias)
    {
        using Tensor source = x.contiguous();
        Tensor result = empty([.. x.shape[..^1], _outputs]);
        int rows = (int)(x.numel() / _inputs), panels = _outputs / PanelKernel.Width, blocks = (rows + PanelKernel.Rows - 1) / PanelKernel.Rows;
        nint left = Memory.Of(source), packed = Memory.Of(_panels), addends = Memory.Of(bias), product = Memory.Of(result);
        SharedWork.Run(blocks * panels, piece =>
        {
            (int block, int panel) = Math.DivRem(piece, panels);
            int first = block * PanelKernel.Rows, column = panel * PanelKernel.Width;
            PanelKernel.Multiply(
                new((float*)left + ((nint)first * _inputs), _inputs), Math.Min(PanelKernel.Rows, rows - first),
                (float*)packed + ((nint)column * _inputs), _inputs, (float*)addends + column,
                new((float*)product + ((nint)first * _outputs) + column, _outputs));
        });
        return result;
    }

    /// <inheritdoc />
    public void Dispose() => _panels.Dispose();
}
