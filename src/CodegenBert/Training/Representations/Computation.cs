using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using CodegenBert.Modeling;
using CodegenBert.Modeling.Products;
using static TorchSharp.torch;

namespace CodegenBert.Training.Representations;

/// <summary>
/// What the last bits of a result depend on beside weights and ids: the code, libtorch, and what its mathematical libraries choose their kernels by, which is the
/// processor, the number of threads and some variables of the environment.
/// </summary>
internal static class Computation
{
    /// <summary>Prefixes of the variables by which ATen, oneDNN and MKL are told to use other kernels.</summary>
    private static readonly string[] Chosen = ["ATEN_", "DNNL_", "ONEDNN_", "MKL_"];

    /// <summary>What <c>/proc/cpuinfo</c> calls the parts of an Arm processor's identity.</summary>
    private static readonly string[] Identifying = ["CPU implementer", "CPU architecture", "CPU variant", "CPU part", "Features"];

    /// <summary>
    /// The computation's name: equal where equal inputs give equal bits. The code is named by its build (the module's version id, a hash of what was compiled), so that
    /// no one has to remember to raise a number when the encoder's arithmetic changes.
    /// </summary>
    public static string Name() => string.Join(
        '\n',
        [
            $"CodegenBert {typeof(SequenceClassifier).Assembly.GetName().Version} {typeof(SequenceClassifier).Module.ModuleVersionId}",
            $"TorchSharp {typeof(Tensor).Assembly.GetName().Version} {typeof(Tensor).Module.ModuleVersionId}, libtorch {__version__}",
            $".NET {Environment.Version}, kernels for {string.Join(", ", PanelKernel.All.Select(kernel => kernel.Width))} columns", // its exponential; and vectors can be switched off (DOTNET_EnableAVX512)
            $"{RuntimeInformation.RuntimeIdentifier}, {get_num_threads()} threads",
            .. X86Base.IsSupported ? [X86()] : Other(),
            .. Choices(),
        ]);

    /// <summary>Model and instructions by <c>cpuid</c>, leaves 1 and 7; without what tells the cores of a processor apart.</summary>
    private static string X86()
    {
        (int model, _, int ecx, int edx) = X86Base.CpuId(1, 0);
        (int leaves, int ebx7, int ecx7, int edx7) = X86Base.CpuId(7, 0);
        int newer = leaves > 0 ? X86Base.CpuId(7, 1).Eax : 0;
        return string.Create(CultureInfo.InvariantCulture, $"x86 {model:x8} {ecx:x8} {edx:x8} {ebx7:x8} {ecx7:x8} {edx7:x8} {newer:x8}");
    }

    private static IEnumerable<string> Other()
    {
        const string processors = "/proc/cpuinfo";
        IEnumerable<string> lines = File.Exists(processors) ? File.ReadLines(processors) : [];
        return [RuntimeInformation.OSDescription, .. lines.Where(line => Identifying.Any(field => line.StartsWith(field, StringComparison.Ordinal))).Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Choices() =>
        from DictionaryEntry variable in Environment.GetEnvironmentVariables()
        let name = (string)variable.Key
        where Chosen.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        orderby name
        select $"{name}={variable.Value}";
}
