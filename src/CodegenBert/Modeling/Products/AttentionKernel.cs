using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CodegenBert.Modeling.Products;

/// <summary>
/// Attention of one head over one text: softmax(q k^T / sqrt(size)) v (Vaswani et al. 2017, section 3.2.1). Only real positions are computed, so that padding changes no bit.
/// </summary>
/// <param name="queries">Positions that ask: all of the text, or [CLS] alone.</param>
/// <param name="keys">Positions that are asked: all of the text.</param>
/// <param name="size">Of a head.</param>
/// <param name="kernel">For so many columns.</param>
internal readonly unsafe struct AttentionKernel(int queries, int keys, int size, PanelKernel kernel)
{
    private const int Lanes = 8;
    private readonly int _width = (keys + kernel.Width - 1) / kernel.Width * kernel.Width; // keys, filled up to whole panels

    /// <summary>What the head says.</summary>
    /// <param name="query">(queries, size)</param>
    /// <param name="key">(keys, size)</param>
    /// <param name="value">(keys, size)</param>
    /// <param name="context">Gets the result. (queries, size)</param>
    public void Compute(Rows query, Rows key, Rows value, Rows context)
    {
        int scores = queries * _width;
        using var scratch = new Scratch(scores + (_width * size));
        var probabilities = new Rows(scratch.Values, _width);
        float* panel = scratch.Values + scores;
        for (int first = 0; first < keys; first += kernel.Width)
        {
            PanelLayout.Transpose(key.From(first), Math.Min(kernel.Width, keys - first), size, kernel.Width, panel);
            kernel.Multiply(query, queries, panel, size, null, probabilities.From(0, first)); // q k^T
        }

        for (int row = 0; row < queries; row++)
        {
            Softmax(probabilities.At(row));
        }

        for (int first = 0; first < size; first += kernel.Width)
        {
            PanelLayout.Copy(value.From(0, first), keys, kernel.Width, panel);
            kernel.Multiply(probabilities, queries, panel, keys, null, context.From(0, first));
        }
    }

    /// <summary>softmax(row / sqrt(size)) in place, and 0 behind the last key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Softmax(float* row)
    {
        new Span<float>(row + keys, _width - keys).Fill(float.NegativeInfinity);
        Vector256<float> scale = Vector256.Create(1 / MathF.Sqrt(size)), largest = Vector256.Create(float.NegativeInfinity), sums = default;
        for (int i = 0; i < _width; i += Lanes)
        {
            Vector256<float> scaled = Vector256.Load(row + i) * scale;
            scaled.Store(row + i);
            largest = Vector256.Max(largest, scaled);
        }

        Vector256<float> shift = Vector256.Create(Largest(largest));
        for (int i = 0; i < _width; i += Lanes)
        {
            Vector256<float> exponential = Vector256.Exp(Vector256.Load(row + i) - shift);
            exponential.Store(row + i);
            sums += exponential;
        }

        Vector256<float> sum = Vector256.Create(Vector256.Sum(sums));
        for (int i = 0; i < _width; i += Lanes)
        {
            (Vector256.Load(row + i) / sum).Store(row + i);
        }
    }

    private static float Largest(Vector256<float> values)
    {
        Vector128<float> four = Vector128.Max(values.GetLower(), values.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[1]), MathF.Max(four[2], four[3]));
    }
}
