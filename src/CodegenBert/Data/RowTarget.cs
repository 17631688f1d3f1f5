using System.Globalization;
using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>What a row of a data set says of its input: a label, a set of labels, or a score. Equal if kind and value are.</summary>
public readonly record struct RowTarget
{
    // 16 bytes: data sets hold millions.
    private readonly int[]? _labels;
    private readonly int _bits;

    private RowTarget(OutputKind kind, int bits = 0, int[]? labels = null) => (Kind, _bits, _labels) = (kind, bits, labels);

    /// <summary>Which of the three.</summary>
    public OutputKind Kind { get; }

    /// <summary>The label's index in the task's <see cref="LabelSet"/>.</summary>
    /// <exception cref="InvalidOperationException">The target is not one label.</exception>
    public int LabelIndex => Kind == OutputKind.SingleLabel ? _bits : throw Other(OutputKind.SingleLabel);

    /// <summary>The labels' indices in the task's <see cref="LabelSet"/>, ascending and distinct; empty for no label.</summary>
    /// <exception cref="InvalidOperationException">The target is not a set of labels.</exception>
    public IReadOnlyList<int> LabelIndices => Kind == OutputKind.MultiLabel ? _labels! : throw Other(OutputKind.MultiLabel);

    /// <summary>The score.</summary>
    /// <exception cref="InvalidOperationException">The target is not a score.</exception>
    public float ScoreValue => Kind == OutputKind.Regression ? BitConverter.Int32BitsToSingle(_bits) : throw Other(OutputKind.Regression);

    /// <summary>One label.</summary>
    /// <param name="index">Its index in the task's <see cref="LabelSet"/>.</param>
    public static RowTarget Label(int index) => new(OutputKind.SingleLabel, index);

    /// <summary>A set of labels.</summary>
    /// <param name="indices">Their indices in the task's <see cref="LabelSet"/>, in any order; none for no label.</param>
    public static RowTarget Labels(params IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new(OutputKind.MultiLabel, labels: [.. indices.Distinct().Order()]);
    }

    /// <summary>A score.</summary>
    /// <param name="value">Its value.</param>
    public static RowTarget Score(float value) => new(OutputKind.Regression, BitConverter.SingleToInt32Bits(value));

    /// <summary>Whether kind and value are the same.</summary>
    /// <param name="other">Another target.</param>
    public bool Equals(RowTarget other) =>
        Kind == other.Kind && (_bits == other._bits || (Kind == OutputKind.Regression && ScoreValue.Equals(other.ScoreValue))) && (_labels ?? []).AsSpan().SequenceEqual(other._labels);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add((Kind, Kind == OutputKind.Regression ? ScoreValue.GetHashCode() : _bits));
        foreach (int label in _labels ?? [])
        {
            hash.Add(label);
        }

        return hash.ToHashCode();
    }

    /// <summary>The label's number, the labels' between braces, or the score.</summary>
    public override string ToString() => Kind switch
    {
        OutputKind.MultiLabel => $"{{{string.Join(", ", _labels!)}}}",
        OutputKind.Regression => ScoreValue.ToString(CultureInfo.InvariantCulture),
        _ => _bits.ToString(CultureInfo.InvariantCulture),
    };

    private InvalidOperationException Other(OutputKind wanted) => new($"The row's target is of the kind {Kind}, not {wanted}.");
}
