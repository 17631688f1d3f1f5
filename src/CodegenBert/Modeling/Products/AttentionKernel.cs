using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CodegenBert.Modeling.Products;

/// <summary>
/// Attention of one head over one text: softmax(q k^T / sqrt(size)) v (Vaswani et al. 2017, section 3.2.1), and its derivatives. Only real positions are computed, so that padding changes no bit. The
/// probabilities are not kept: the derivatives compute them again (Dao et al. 2022, "FlashAttention", section 3.1), which takes less time than to write and read them where texts are long.
/// </summary>
/// <param name="queries">Positions that ask: all of the text, or [CLS] alone.</param>
/// <param name="keys">Positions that are asked: all of the text.</param>
/// <param name="size">Of a head.</param>
/// <param name="kernel">For so many columns.</param>
/// <param name="mask">By which probabilities are dropped.</param>
internal readonly unsafe struct AttentionKernel(int queries, int keys, int size, PanelKernel kernel, AttentionMask mask)
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
        using var scratch = new Scratch(scores + (_width * Math.Max(size, kernel.Width)));
        Rows probabilities = new(scratch.Values, _width);
        float* panel = scratch.Values + scores;
        Probabilities(query, key, probabilities, panel);
        mask.Apply(scratch.Values, scratch.Values, scores);
        Multiply(probabilities, queries, value, keys, context, panel);
    }

    /// <summary>The derivatives by what the head reads.</summary>
    /// <param name="query">(queries, size)</param>
    /// <param name="key">(keys, size)</param>
    /// <param name="value">(keys, size)</param>
    /// <param name="ofContext">That of the result. (queries, size)</param>
    /// <param name="ofQuery">Gets that of the queries. (queries, size)</param>
    /// <param name="ofKey">Gets that of the keys. (keys, size)</param>
    /// <param name="ofValue">Gets that of the values. (keys, size)</param>
    public void Differentiate(Rows query, Rows key, Rows value, Rows ofContext, Rows ofQuery, Rows ofKey, Rows ofValue)
    {
        int scores = queries * _width, filled = (queries + Lanes - 1) / Lanes * Lanes;
        using var scratch = new Scratch((2 * scores) + (_width * filled) + (Math.Max(_width, filled) * Math.Max(size, kernel.Width)));
        Rows probabilities = new(scratch.Values, _width), ofScores = probabilities.From(queries), transposed = new(ofScores.At(queries), filled);
        float* panel = transposed.At(_width);
        Probabilities(query, key, probabilities, panel);

        mask.Apply(probabilities.At(0), ofScores.At(0), scores);
        PanelLayout.Transpose(ofScores, queries, _width, filled, transposed.At(0));
        Multiply(transposed, keys, ofContext, queries, ofValue, panel);                              // dV = (P * mask)^T dC

        MultiplyTransposed(ofContext, value, ofScores, panel);                                       // dC V^T
        mask.Apply(ofScores.At(0), ofScores.At(0), scores);
        for (int row = 0; row < queries; row++)
        {
            DifferentiateSoftmax(probabilities.At(row), ofScores.At(row));
        }

        Multiply(ofScores, queries, key, keys, ofQuery, panel);                                      // dQ = dS K
        PanelLayout.Transpose(ofScores, queries, _width, filled, transposed.At(0));
        Multiply(transposed, keys, query, queries, ofKey, panel);                                    // dK = dS^T Q
    }

    /// <summary>softmax(q k^T / sqrt(size)). (queries, width)</summary>
    private void Probabilities(Rows query, Rows key, Rows probabilities, float* panel)
    {
        MultiplyTransposed(query, key, probabilities, panel);
        for (int row = 0; row < queries; row++)
        {
            Softmax(probabilities.At(row));
        }
    }

    /// <summary>Rows of the queries times all of the keys' rows: (queries, size) (size, keys)</summary>
    private void MultiplyTransposed(Rows left, Rows right, Rows product, float* panel)
    {
        for (int first = 0; first < keys; first += kernel.Width)
        {
            PanelLayout.Transpose(right.From(first), Math.Min(kernel.Width, keys - first), size, kernel.Width, panel);
            kernel.Multiply(left, queries, panel, size, null, product.From(0, first));
        }
    }

    /// <summary>(rows, steps) (steps, size)</summary>
    private void Multiply(Rows left, int rows, Rows right, int steps, Rows product, float* panel)
    {
        for (int first = 0; first < size; first += kernel.Width)
        {
            PanelLayout.Copy(right.From(0, first), steps, kernel.Width, panel);
            kernel.Multiply(left, rows, panel, steps, null, product.From(0, first));
        }
    }

    /// <summary>P * (g - the sum of P * g) / sqrt(size), in place of g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DifferentiateSoftmax(float* probabilities, float* gradient)
    {
        Vector256<float> sums = default;
        for (int i = 0; i < _width; i += Lanes)
        {
            sums += Vector256.Load(probabilities + i) * Vector256.Load(gradient + i);
        }

        Vector256<float> sum = Vector256.Create(Vector256.Sum(sums)), scale = Vector256.Create(1 / MathF.Sqrt(size));
        for (int i = 0; i < _width; i += Lanes)
        {
            ((Vector256.Load(gradient + i) - sum) * Vector256.Load(probabilities + i) * scale).Store(gradient + i);
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
