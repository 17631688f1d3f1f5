using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>
/// A linear layer's weights in panels of outputs. libtorch's product lays the weights out anew each time: for sixteen tokens that takes as long as the product itself.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    private readonly PanelMemory _memory;

    /// <summary>Lays weights out.</summary>
    /// <param name="weight">(outputs, inputs), for which <see cref="CanHold"/> says yes.</param>
    public PackedMatrix(Tensor weight)
    {
        PanelKernel kernel = PanelKernel.For(weight.size(0)) ?? throw new ArgumentException("No kernel is for weights of that shape.", nameof(weight));
        _memory = new(weight.numel());
        Panels = new(kernel, _memory.Values, (int)weight.size(0) / kernel.Width, (int)weight.size(1)); // (panels, inputs, width)
        Write(weight);
    }

    /// <summary>The weights; valid as long as this lives.</summary>
    public Panels Panels { get; }

    /// <summary>Whether there is a kernel for weights, here.</summary>
    /// <param name="weight">(outputs, inputs)</param>
    public static bool CanHold(Tensor weight) =>
        weight.dim() == 2 && PanelKernel.For(weight.size(0)) is not null && weight.size(1) % PanelLayout.Lanes == 0
        && weight.dtype == ScalarType.Float32 && weight.device_type == DeviceType.CPU;

    /// <summary>Lays weights of the same shape out in the same memory.</summary>
    /// <param name="weight">(outputs, inputs)</param>
    public void Write(Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable values = no_grad();
        Panels panels = Panels;
        var rows = new Rows((float*)Memory.Of(weight.contiguous()), panels.Steps);
        SharedWork.Run(panels.Count, panel => PanelLayout.Transpose(rows.From(panel * panels.Kernel.Width), panels.Kernel.Width, panels.Steps, panels.Kernel.Width, panels.At(panel)));
    }

    /// <inheritdoc />
    public void Dispose() => _memory.Dispose();
}
