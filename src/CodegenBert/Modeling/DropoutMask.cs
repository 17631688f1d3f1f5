using System.Runtime.Intrinsics;

namespace CodegenBert.Modeling;

/// <summary>
/// Multiplies by dropout masks. Four 16-bit samples come from each output of SplitMix64 (Steele, Lea and Flood 2014) at a counter, so a sample depends
/// on its index alone, not on the width of the processor's vectors or on threads. The probability is rounded to 1/65,536, and the
/// scale of kept values is the inverse of the rounded one: the expectation is exact.
/// </summary>
internal static class DropoutMask
{
    private const ulong Increment = 0x9E3779B97F4A7C15, First = 0xBF58476D1CE4E5B9, Second = 0x94D049BB133111EB;
    private const int SamplesPerVector = 16, SamplesPerCounter = 4;

    /// <summary>Values that are worth a second thread: to wake it takes as long as to multiply a hundred thousand.</summary>
    private const int ParallelFrom = 1 << 18;

    private delegate void Kernel<T>(ReadOnlySpan<T> values, Span<T> products, Samples samples);

    /// <summary>The key of the n-th mask of a seed.</summary>
    public static ulong Key(ulong seed, ulong n) => Mix(seed ^ Mix(n + Increment));

    /// <summary>Multiplies by 0 with the given probability, else by 1 / (1 - probability).</summary>
    /// <param name="values">float32.</param>
    /// <param name="products">Gets as many products.</param>
    /// <param name="key">The mask's.</param>
    /// <param name="start">The index of the first value in the mask, a multiple of 4.</param>
    /// <param name="probability">Of a zero.</param>
    public static void Multiply(ReadOnlySpan<float> values, Span<float> products, ulong key, long start, double probability) =>
        InParts(values, products, new(key, start, probability), Multiply);

    /// <inheritdoc cref="Multiply(ReadOnlySpan{float}, Span{float}, ulong, long, double)" />
    /// <param name="values">bfloat16, the upper halves of float32: the product is rounded to the nearest, ties to even.</param>
    /// <param name="products">Gets as many products.</param>
    /// <param name="key">The mask's.</param>
    /// <param name="start">The index of the first value in the mask, a multiple of 4.</param>
    /// <param name="probability">Of a zero.</param>
    public static void Multiply(ReadOnlySpan<ushort> values, Span<ushort> products, ulong key, long start, double probability) =>
        InParts(values, products, new(key, start, probability), Multiply);

    private static unsafe void InParts<T>(ReadOnlySpan<T> values, Span<T> products, Samples samples, Kernel<T> kernel)
        where T : unmanaged
    {
        int length = values.Length;
        if (length < ParallelFrom || ComputeWorkers.Count == 1)
        {
            kernel(values, products, samples);
            return;
        }

        fixed (T* source = values, target = products)
        {
            T* from = source, to = target;
            int parts = ComputeWorkers.Count;
            int part = ((length / parts / SamplesPerVector) + 1) * SamplesPerVector;
            Parallel.For(0, parts, i =>
            {
                int first = Math.Min(i * part, length), count = Math.Min(part, length - first);
                kernel(new(from + first, count), new(to + first, count), samples.From(first));
            });
        }
    }

    private static void Multiply(ReadOnlySpan<float> values, Span<float> products, Samples samples)
    {
        int whole = values.Length - (values.Length % SamplesPerVector);
        for (int i = 0; i < whole; i += SamplesPerVector)
        {
            (Vector256<float> low, Vector256<float> high) = samples.Next();
            (Vector256.Create(values[i..]) * low).CopyTo(products[i..]);
            (Vector256.Create(values[(i + 8)..]) * high).CopyTo(products[(i + 8)..]);
        }

        if (whole < values.Length)
        {
            Span<float> rest = stackalloc float[SamplesPerVector];
            values[whole..].CopyTo(rest);
            Multiply(rest, rest, samples);
            rest[..(values.Length - whole)].CopyTo(products[whole..]);
        }
    }

    private static void Multiply(ReadOnlySpan<ushort> values, Span<ushort> products, Samples samples)
    {
        int whole = values.Length - (values.Length % SamplesPerVector);
        for (int i = 0; i < whole; i += SamplesPerVector)
        {
            (Vector256<float> low, Vector256<float> high) = samples.Next();
            (Vector256<uint> lowBits, Vector256<uint> highBits) = Vector256.Widen(Vector256.Create(values[i..]));
            Vector256.Narrow(Round((lowBits << 16).AsSingle() * low), Round((highBits << 16).AsSingle() * high)).CopyTo(products[i..]);
        }

        if (whole < values.Length)
        {
            Span<ushort> rest = stackalloc ushort[SamplesPerVector];
            values[whole..].CopyTo(rest);
            Multiply(rest, rest, samples);
            rest[..(values.Length - whole)].CopyTo(products[whole..]);
        }
    }

    /// <summary>The upper half of the nearest float32 that has no lower half.</summary>
    private static Vector256<uint> Round(Vector256<float> x)
    {
        Vector256<uint> bits = x.AsUInt32();
        return (bits + Vector256.Create(0x7FFFu) + ((bits >>> 16) & Vector256<uint>.One)) >>> 16;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * First;
        z = (z ^ (z >> 27)) * Second;
        return z ^ (z >> 31);
    }

    /// <summary>The mask from some index on, sixteen values at a time.</summary>
    private struct Samples
    {
        private readonly Vector256<ushort> _threshold;
        private readonly Vector256<int> _scaleBits;
        private Vector256<ulong> _state;

        public Samples(ulong key, long start, double probability)
        {
            ushort threshold = (ushort)Math.Clamp(Math.Round(probability * 65536), 0, 65535);
            _threshold = Vector256.Create(threshold);
            _scaleBits = Vector256.Create(BitConverter.SingleToInt32Bits(65536f / (65536 - threshold)));
            _state = Vector256.Create(key) + ((Vector256.Create((ulong)start / SamplesPerCounter) + Vector256.Create(0UL, 1, 2, 3)) * Increment);
        }

        /// <summary>The mask so many values further on.</summary>
        public readonly Samples From(int offset) => this with { _state = _state + Vector256.Create((ulong)offset / SamplesPerCounter * Increment) };

        /// <summary>0, or the scale of kept values.</summary>
        public (Vector256<float> Low, Vector256<float> High) Next()
        {
            Vector256<short> keep = Vector256.GreaterThanOrEqual(Mix(_state).AsUInt16(), _threshold).AsInt16(); // all bits or none
            _state += Vector256.Create(unchecked(SamplesPerCounter * Increment));
            (Vector256<int> low, Vector256<int> high) = Vector256.Widen(keep);
            return ((low & _scaleBits).AsSingle(), (high & _scaleBits).AsSingle());
        }

        private static Vector256<ulong> Mix(Vector256<ulong> z)
        {
            z = (z ^ (z >>> 30)) * First;
            z = (z ^ (z >>> 27)) * Second;
            return z ^ (z >>> 31);
        }
    }
}
