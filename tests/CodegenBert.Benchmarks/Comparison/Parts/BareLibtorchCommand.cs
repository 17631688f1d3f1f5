using System.CommandLine;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Parts;

/// <summary>The child that <see cref="StartComparison"/> compares with: libtorch, its matrix product, and a file's bytes in a tensor; then its resident memory.</summary>
internal sealed class BareLibtorchCommand : Command
{
    public const string CommandName = "bare-libtorch";

    public BareLibtorchCommand()
        : base(CommandName, "Loads libtorch and reads a file into a tensor; started by 'compare'.")
    {
        Hidden = true;
        Argument<string> path = new("file") { Description = "The file." };
        Arguments.Add(path);
        SetAction(arguments =>
        {
            _ = Runtime.ComputeBackend.Prepare(ComputeDevice.Cpu, threads: null);
            using DisposeScope scope = NewDisposeScope();
            Tensor product = matmul(ones(64, 64), ones(64, 64));
            using FileStream file = File.OpenRead(arguments.GetRequiredValue(path));
            Tensor weights = empty(file.Length, dtype: ScalarType.Byte);
            file.ReadExactly(weights.bytes);
            Console.WriteLine(product[0, 0].item<float>().ToString(CultureInfo.InvariantCulture));
            Console.WriteLine(FirstPredictionCommand.ResidentMegabytes().ToString(CultureInfo.InvariantCulture));
        });
    }
}
