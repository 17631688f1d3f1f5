using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CodegenBert.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>
/// Adds up the gradients that the parts of a batch, and batches, give for each parameter. Where products are in bfloat16 their weights' gradients are, too; the sum is in float32. libtorch would make
/// a float32 copy of each part's gradient first: three times the memory to write and to read.
/// </summary>
internal static class GradientSum
{
    /// <summary>Values that stay in the processor's first cache while one part's after the other's are added.</summary>
    private const int Block = 4096;

    /// <summary>Adds, in place where there are sums already.</summary>
    /// <param name="sums">Of the batches before, float32; empty at the first batch.</param>
    /// <param name="parts">Each part's gradients, float32 or bfloat16.</param>
    /// <returns>The sums, float32: the given ones, some of the first part's own, or new ones of the caller's scope.</returns>
    public static Tensor[] Add(Tensor[] sums, IReadOnlyList<Tensor[]> parts)
    {
        bool isFirst = sums.Length == 0;
        Tensor[] added = [.. parts[0].Select((gradient, i) => !isFirst ? sums[i] : IsRounded(gradient) ? empty(gradient.shape) : gradient.to(ScalarType.Float32))];
        int[] rounded = [.. Enumerable.Range(0, added.Length).Where(i => IsRounded(parts[0][i]))];
        foreach (Tensor[] exact in isFirst ? parts.Skip(1) : parts)
        {
            foreach (int i in Enumerable.Range(0, added.Length).Except(rounded))
            {
                added[i].AddInPlace(exact[i]);
            }
        }

        ComputeWorkers.Run(rounded.Length, n => AddRounded(added[rounded[n]], [.. parts.Select(part => part[rounded[n]])], isFirst));
        return added;
    }

    private static bool IsRounded(Tensor gradient) => gradient.dtype == ScalarType.BFloat16 && gradient.device_type == DeviceType.CPU; // another device adds them by itself

    private static void AddRounded(Tensor sum, Tensor[] parts, bool isFirst)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] gradients = [.. parts.Select(part => part.contiguous())];
        Span<float> sums = MemoryMarshal.Cast<byte, float>(sum.bytes);
        for (int start = 0; start < sums.Length; start += Block)
        {
            Span<float> block = sums.Slice(start, Math.Min(Block, sums.Length - start));
            if (isFirst)
            {
                block.Clear();
            }

            foreach (Tensor gradient in gradients)
            {
                Add(block, MemoryMarshal.Cast<byte, ushort>(gradient.bytes).Slice(start, block.Length));
            }
        }
    }

    /// <summary>Adds bfloat16, the upper halves of float32.</summary>
    private static void Add(Span<float> sums, ReadOnlySpan<ushort> values)
    {
        int i = 0;
        for (; i <= values.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(Vector256.Create(values[i..]));
            (Vector256.Create<float>(sums[i..]) + (low << 16).AsSingle()).CopyTo(sums[i..]);
            (Vector256.Create<float>(sums[(i + 8)..]) + (high << 16).AsSingle()).CopyTo(sums[(i + 8)..]);
        }

        for (; i < values.Length; i++)
        {
            sums[i] += BitConverter.UInt32BitsToSingle((uint)values[i] << 16);
        }
    }
}
