using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>
/// A linear layer's weights in panels of as many outputs as the kernel takes at once, which it reads from end to end. libtorch's product lays the weights out anew each time: for sixteen tokens that takes as long
/// as the product itself.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    private readonly Tensor _panels; // (panels, inputs, width)
    private readonly nint _first;

    /// <summary>Lays weights out.</summary>
    /// <param name="weight">(outputs, inputs), for which <see cref="CanHold"/> says yes.</param>
    public PackedMatrix(Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable values = no_grad();
        Tensor source = weight.contiguous();
        Kernel = PanelKernel.For(weight.size(0)) ?? throw new ArgumentException("No kernel is for weights of that shape.", nameof(weight));
        (Panels, Inputs) = ((int)weight.size(0) / Kernel.Width, (int)weight.size(1));
        _panels = empty(Panels, Inputs, Kernel.Width).DetachFromDisposeScope();
        _first = Memory.Of(_panels);
        var rows = new Rows((float*)Memory.Of(source), Inputs);
        SharedWork.Run(Panels, panel => PanelLayout.Transpose(rows.From(panel * Kernel.Width), Kernel.Width, Inputs, Kernel.Width, Panel(panel)));
    }

    /// <summary>Multiplies by the panels.</summary>
    public PanelKernel Kernel { get; }

    /// <summary>How many panels there are.</summary>
    public int Panels { get; }

    /// <summary>Length of a row that is multiplied.</summary>
    public int Inputs { get; }

    /// <summary>Whether there is a kernel for weights, here.</summary>
    /// <param name="weight">(outputs, inputs)</param>
    public static bool CanHold(Tensor weight) =>
        weight.dim() == 2 && PanelKernel.For(weight.size(0)) is not null && weight.size(1) % PanelLayout.Lanes == 0
        && weight.dtype == ScalarType.Float32 && weight.device_type == DeviceType.CPU;

    /// <summary>A panel. (inputs, width)</summary>
    public float* Panel(int panel) => (float*)_first + ((nint)panel * Kernel.Width * Inputs);

    /// <inheritdoc />
    public void Dispose() => _panels.Dispose();
}
