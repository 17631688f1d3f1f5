using System.Runtime.InteropServices;
using CodegenBert.Modeling;
using static TorchSharp.torch;

namespace CodegenBert.Training.Representations;

/// <summary>The rows of a data set as the frozen part's words on them, remembered: what the trained part reads in every epoch.</summary>
/// <param name="model">The model.</param>
/// <param name="shape">The shape of the entries.</param>
/// <param name="lengths">Tokens of each row.</param>
/// <param name="places">Where each row's entry lies; equal texts share theirs.</param>
/// <param name="device">Where the model lives.</param>
internal sealed class StoredRows(SequenceClassifier model, EntryShape shape, IReadOnlyList<int> lengths, IReadOnlyList<Place> places, Device device) : IModelInputs
{
    /// <inheritdoc />
    public IReadOnlyList<int> Lengths { get; } = shape.HoldsHidden ? lengths : [.. Enumerable.Repeat(1, lengths.Count)];

    /// <inheritdoc />
    public Device Device => device;

    /// <inheritdoc />
    public bool FeedHeadAlone => !shape.HoldsHidden;

    /// <inheritdoc />
    public Tensor Logits(IReadOnlyList<int> rows, Dropout dropout, LookedUpRows? lookedUp = null)
    {
        Tensor? features = shape.Vectors > 0 ? Features(rows) : null; // (B, vectors * d)
        if (FeedHeadAlone)
        {
            return model.ForwardTrained(new FrozenOutput(null, features), null, dropout);
        }

        using var mask = new SequenceMask([.. rows.Select(row => lengths[row])], device);
        return model.ForwardTrained(new FrozenOutput(Hidden(rows, mask.Width), features), mask, dropout);
    }

    /// <summary>What the head reads directly. (B, vectors * d)</summary>
    public Tensor Features(IReadOnlyList<int> rows)
    {
        int size = shape.Vectors * shape.Width;
        Tensor features = empty(rows.Count, size, dtype: ScalarType.Float32);
        Span<float> values = Values(features);
        for (int i = 0; i < rows.Count; i++)
        {
            Place place = places[rows[i]];
            place.Memory.Read(place.Row + shape.HiddenRows(lengths[rows[i]]), shape.Vectors).CopyTo(values.Slice(i * size, size));
        }

        return features.to(device);
    }

    /// <summary>The hidden states at the boundary; padding repeats the row's last token, which the mask hides. (B, S, d)</summary>
    private Tensor Hidden(IReadOnlyList<int> rows, int width)
    {
        int d = shape.Width;
        Tensor hidden = empty(rows.Count, width, d, dtype: ScalarType.Float32);
        Span<float> values = Values(hidden);
        for (int i = 0; i < rows.Count; i++)
        {
            Place place = places[rows[i]];
            int length = lengths[rows[i]];
            ReadOnlySpan<float> states = place.Memory.Read(place.Row, length); // (L, d)
            Span<float> target = values.Slice(i * width * d, width * d);       // (S, d)
            states.CopyTo(target);
            for (int s = length; s < width; s++)
            {
                states[^d..].CopyTo(target.Slice(s * d, d));
            }
        }

        return hidden.to(device);
    }

    private static Span<float> Values(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
