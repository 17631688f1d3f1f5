using System.Globalization;
using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>What a row of a data set says of its input: a label, a set of labels, or a score. Equal if kind and value are.</summary>
public readonly record struct RowTarget
{
    private readonly int _label;
    private readonly int[]? _labels;
    private readonly float _score;

    private RowTarget(OutputKind kind, int label = 0, int[]? labels = null, float score = 0) =>
        (Kind, _label, _labels, _score) = (kind, label, labels, score);

    /// <summary>Which of the three.</summary>
    public OutputKind Kind { get; }

    /// <summary>The label's index in the task's <see cref="LabelSet"/>.</summary>
    /// <exception cref="InvalidOperationException">The target is not one label.</exception>
    public int LabelIndex => Kind == OutputKind.SingleLabel ? _label : throw Other(OutputKind.SingleLabel);

    /// <summary>The labels' indices in the task's <see cref="LabelSet"/>, ascending and distinct; empty for no label.</summary>
    /// <exception cref="InvalidOperationException">The target is not a set of labels.</exception>
    public IReadOnlyList<int> LabelIndices => Kind == OutputKind.MultiLabel ? _labels! : throw Other(OutputKind.MultiLabel);

    /// <summary>The score.</summary>
    /// <exception cref="InvalidOperationException">The target is not a score.</exception>
    public float ScoreValue => Kind == OutputKind.Regression ? _score : throw Other(OutputKind.Regression);

    /// <summary>One label.</summary>
    /// <param name="index">Its index in the task's <see cref="LabelSet"/>.</param>
    public static RowTarget Label(int index) => new(OutputKind.SingleLabel, label: index);

    /// <summary>A set of labels.</summary>
    /// <param name="indices">Their indices in the task's <see cref="LabelSet"/>, in any order; none for no label.</param>
    public static RowTarget Labels(params IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new(OutputKind.MultiLabel, labels: [.. indices.Distinct().Order()]);
    }

    /// <summary>A score.</summary>
    /// <param name="value">Its value.</param>
    public static RowTarget Score(float value) => new(OutputKind.Regression, score: value);

    /// <summary>Whether kind and value are the same.</summary>
    /// <param name="other">Another target.</param>
    public bool Equals(RowTarget other) =>
        Kind == other.Kind && _label == other._label && _score.Equals(other._score) && (_labels ?? []).AsSpan().SequenceEqual(other._labels);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add((Kind, _label, _score));
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
        OutputKind.Regression => _score.ToString(CultureInfo.InvariantCulture),
        _ => _label.ToString(CultureInfo.InvariantCulture),
    };

    private InvalidOperationException Other(OutputKind wanted) => new($"The row's target is of the kind {Kind}, not {wanted}.");
}
