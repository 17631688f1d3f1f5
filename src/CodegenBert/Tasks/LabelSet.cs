using System.Collections;
using System.Collections.Frozen;

namespace CodegenBert.Tasks;

/// <summary>The classes of a task in the order of the spec: a label's position is its index in logits, probabilities and the generated enum.</summary>
public sealed class LabelSet : IReadOnlyList<LabelDefinition>
{
    private readonly LabelDefinition[] _labels;
    private readonly FrozenDictionary<string, int> _indices;

    private LabelSet() => (_labels, _indices) = ([], FrozenDictionary<string, int>.Empty);

    /// <summary>Makes the set.</summary>
    /// <param name="labels">At least two labels whose texts differ.</param>
    /// <exception cref="ArgumentException">Fewer than two labels, or two with one text.</exception>
    public LabelSet(IEnumerable<LabelDefinition> labels)
    {
        _labels = [.. labels];
        if (_labels.Length < 2)
        {
            throw new ArgumentException("A classification needs at least two labels.", nameof(labels));
        }

        _indices = _labels.Select((label, index) => KeyValuePair.Create(label.Text, index)).ToFrozenDictionary(StringComparer.Ordinal);
        if (_indices.Count != _labels.Length)
        {
            throw new ArgumentException("Two labels have the same text.", nameof(labels));
        }
    }

    /// <summary>No labels: those of a regression.</summary>
    public static LabelSet None { get; } = new();

    /// <summary>How many classes there are: |Y|.</summary>
    public int Count => _labels.Length;

    /// <summary>The label at an index.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public LabelDefinition this[int index] => _labels[index];

    /// <summary>The index of the label that data files spell <paramref name="text"/> (ordinal comparison), or -1.</summary>
    /// <param name="text">A label's text.</param>
    public int IndexOf(string text) => _indices.GetValueOrDefault(text, -1);

    /// <inheritdoc />
    public IEnumerator<LabelDefinition> GetEnumerator() => ((IEnumerable<LabelDefinition>)_labels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
