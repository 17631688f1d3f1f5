using CodegenBert.Modeling.Products;

namespace CodegenBert.Tests.Modeling.Products;

/// <summary>A test of a kernel; skipped, and said so, where the processor is none of those that the kernels are for.</summary>
public sealed class KernelFactAttribute : FactAttribute
{
    internal const string Reason = "The kernels are for processors with AVX2 and FMA.";

    public KernelFactAttribute() => Skip = PanelKernel.All.Length > 0 ? null : Reason;
}

/// <inheritdoc cref="KernelFactAttribute" />
public sealed class KernelTheoryAttribute : TheoryAttribute
{
    public KernelTheoryAttribute() => Skip = PanelKernel.All.Length > 0 ? null : KernelFactAttribute.Reason;
}
