using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CodegenBert;

/// <summary>
/// Where tensors live and are computed: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>, as PyTorch writes devices. For CUDA the application references
/// TorchSharp's CUDA package in place of <c>TorchSharp-cpu</c>. The code for CUDA has not been run on such a device yet.
/// </summary>
public readonly record struct ComputeDevice
{
    private const string Prefix = "cuda:";

    private readonly Kind _kind;

    private ComputeDevice(Kind kind, int index = 0) => (_kind, Index) = (kind, index);

    private enum Kind
    {
        Cpu,
        Auto,
        Cuda,
    }

    /// <summary>The first CUDA device if libtorch finds one, else the processor.</summary>
    public static ComputeDevice Auto => new(Kind.Auto);

    /// <summary>The processor: the default.</summary>
    public static ComputeDevice Cpu => default;

    /// <summary>Whether libtorch decides.</summary>
    public bool IsAuto => _kind == Kind.Auto;

    /// <summary>Whether it is a CUDA device.</summary>
    public bool IsCuda => _kind == Kind.Cuda;

    /// <summary>The number of the CUDA device, from 0; 0 for others.</summary>
    public int Index { get; }

    /// <summary>A CUDA device.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static ComputeDevice Cuda(int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(Kind.Cuda, index);
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static ComputeDevice Parse(string text) =>
        TryParse(text, out ComputeDevice device) ? device : throw new FormatException($"The device is '{text}'; allowed is auto, cpu, cuda, or cuda:n with the device's number.");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
    /// <param name="device">The device; <see cref="Cpu"/> where the text is none.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out ComputeDevice device)
    {
        int index = 0;
        bool isNumbered = text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out index);
        device = isNumbered ? Cuda(index) : text switch
        {
            "auto" => Auto,
            "cuda" => Cuda(),
            _ => Cpu,
        };
        return isNumbered || text is "auto" or "cpu" or "cuda";
    }

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda:n</c>.</summary>
    public override string ToString() => _kind switch
    {
        Kind.Auto => "auto",
        Kind.Cuda => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Index}"),
        _ => "cpu",
    };
}
