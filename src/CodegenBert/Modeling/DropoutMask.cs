using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CodegenBert.Modeling;

/// <summary>
/// Fills dropout masks. Four 16-bit samples come from each output of SplitMix64 (Steele, Lea and Flood 2014) at a counter, so a sample depends
/// on its index alone, not on the width of the processor's vectors or on threads. The probability is rounded to 1/65,536, and the
/// scale of kept values is the inverse of the rounded one: the expectation is exact.
/// </summary>
internal static class DropoutMask
{
    private const ulong Increment = 0x9E3779B97F4A7C15, First = 0xBF58476D1CE4E5B9, Second = 0x94D049BB133111EB;
    private const int SamplesPerVector = 16;
    private const int ParallelFrom = 1 << 16;

    /// <summary>The key of the n-th mask of a seed.</summary>
    public static ulong Key(ulong seed, ulong n) => Mix(seed ^ Mix(n + Increment));

    /// <summary>Writes 0 with the given probability, else 1 / (1 - probability).</summary>
    public static unsafe void Fill(Span<float> mask, ulong key, double probability)
    {
        ushort threshold = (ushort)Math.Clamp(Math.Round(probability * 65536), 0, 65535);
        float scale = 65536f / (65536 - threshold);
        int length = mask.Length;
        fixed (float* start = mask)
        {
            float* values = start;
            if (length < ParallelFrom)
            {
                Fill(new Span<float>(values, length), key, 0, threshold, scale);
                return;
            }

            int parts = Environment.ProcessorCount;
            int part = ((length / parts / SamplesPerVector) + 1) * SamplesPerVector;
            Parallel.For(0, parts, i =>
            {
                int from = Math.Min(i * part, length), to = Math.Min(from + part, length);
                Fill(new Span<float>(values + from, to - from), key, from / 4, threshold, scale);
            });
        }
    }

    private static void Fill(Span<float> mask, ulong key, int counter, ushort threshold, float scale)
    {
        Vector256<int> scaleBits = Vector256.Create(BitConverter.SingleToInt32Bits(scale));
        Vector256<ushort> thresholds = Vector256.Create(threshold);
        Vector256<ulong> state = Vector256.Create(key) + (Vector256.Create((ulong)counter) + Vector256.Create(0UL, 1, 2, 3)) * Increment;
        Vector256<ulong> advance = Vector256.Create(unchecked(4 * Increment));
        Span<float> last = stackalloc float[SamplesPerVector];
        for (int i = 0; i < mask.Length; i += SamplesPerVector)
        {
            Vector256<short> keep = Vector256.GreaterThanOrEqual(Mix(state).AsUInt16(), thresholds).AsInt16(); // all bits or none
            (Vector256<int> low, Vector256<int> high) = Vector256.Widen(keep);
            Span<float> target = mask.Length - i >= SamplesPerVector ? mask.Slice(i, SamplesPerVector) : last;
            Span<int> bits = MemoryMarshal.Cast<float, int>(target);
            (low & scaleBits).CopyTo(bits);
            (high & scaleBits).CopyTo(bits[8..]);
            state += advance;
        }

        int rest = mask.Length % SamplesPerVector;
        last[..rest].CopyTo(mask[^rest..]);
    }

    private static Vector256<ulong> Mix(Vector256<ulong> z)
    {
        z = (z ^ (z >>> 30)) * First;
        z = (z ^ (z >>> 27)) * Second;
        return z ^ (z >>> 31);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * First;
        z = (z ^ (z >> 27)) * Second;
        return z ^ (z >> 31);
    }
}
