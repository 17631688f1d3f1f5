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

    /// <summary>
    /// Whether their products are well above those of libtorch's MKL where many rows are multiplied, as in training: MKL takes AVX-512 on Intel's processors alone, and AMD's compute with all 512 bits at once from
    /// family 26 (Zen 5) on. There the kernel multiplies at 140 to 190 GFLOP/s a thread, MKL at 80 to 90. Told by the processor, not timed: training must be the same bit for bit in each process.
    /// </summary>
    public static bool SurpassMkl { get; } = Vector512.IsHardwareAccelerated && FamilyOfAmd() >= 26;

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

    /// <summary>The processor's family (AMD, "CPUID Specification", Fn0000_0000 and Fn0000_0001); 0 of another maker's.</summary>
    private static int FamilyOfAmd()
    {
        const int authentic = 0x68747541, amd = 0x444D4163, most = 0xF;
        (_, int maker, int makersEnd, _) = X86Base.CpuId(0, 0);
        int version = X86Base.CpuId(1, 0).Eax, family = (version >> 8) & most;
        return (maker, makersEnd) != (authentic, amd) ? 0 : family < most ? family : family + ((version >> 20) & 0xFF);
    }
}
