using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CodegenBert.Modeling.Products.Tiles;

namespace CodegenBert.Modeling.Products;

/// <summary>
/// The inner part of a matrix product (Goto and van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication"): rows times a panel of columns, a few rows at a time, their sums
/// in registers. Each element is summed step by step in the same order, whatever rows and columns are computed beside it: so a row's bits do not depend on its neighbours.
/// </summary>
internal abstract unsafe class PanelKernel
{
    /// <summary>Rows that are gone through before the next panel: they stay in the second cache.</summary>
    public const int Rows = 96;

    /// <summary>Those that the processor is good at, the best first. .NET does not count the first processors with AVX-512 among those that are good at it: they run slower when they use it.</summary>
    public static PanelKernel[] All { get; } =
    [
        .. Vector512.IsHardwareAccelerated ? [new PanelKernel<ThreeOfSixteen>(), new PanelKernel<TwoOfSixteen>()] : Array.Empty<PanelKernel>(),
        .. Avx2.IsSupported && Fma.IsSupported ? [new PanelKernel<TwoOfEight>()] : Array.Empty<PanelKernel>(),
    ];

    /// <summary>Columns of a panel.</summary>
    public abstract int Width { get; }

    /// <summary>The best one whose panels so many columns can be cut into; null if there is none, and libtorch computes.</summary>
    public static PanelKernel? For(long columns) => Array.Find(All, kernel => columns % kernel.Width == 0);

    /// <summary>Rows times a panel. The next panel, if it lies behind this one, is fetched meanwhile.</summary>
    /// <param name="left">(rows, steps)</param>
    /// <param name="rows">How many.</param>
    /// <param name="panel">(steps, width)</param>
    /// <param name="steps">How many.</param>
    /// <param name="bias">As many values as a panel is wide, to be added; null for none.</param>
    /// <param name="product">Gets the result. (rows, width)</param>
    public abstract void Multiply(Rows left, int rows, float* panel, int steps, float* bias, Rows product);
}
