using System.Collections;

namespace CodegenBert.Data;

/// <summary>Where each of many rows comes from: a number a row, and the file once for all its neighbours.</summary>
internal sealed class RowOrigins : IReadOnlyList<RowOrigin>
{
    private readonly BlockList<int> _lines = new();
    private readonly List<int> _firstRows = [];
    private readonly List<string> _sources = [];

    /// <inheritdoc />
    public int Count => _lines.Count;

    /// <inheritdoc />
    public RowOrigin this[int index]
    {
        get
        {
            int line = _lines[index], found = _firstRows.BinarySearch(index);
            return new(_sources[found >= 0 ? found : ~found - 1], line);
        }
    }

    /// <summary>Adds the next row's.</summary>
    /// <param name="origin">Where it comes from.</param>
    public void Add(RowOrigin origin)
    {
        if (_sources.Count == 0 || !string.Equals(_sources[^1], origin.Source, StringComparison.Ordinal))
        {
            _firstRows.Add(_lines.Count);
            _sources.Add(origin.Source);
        }

        _lines.Add(origin.Line);
    }

    /// <inheritdoc />
    public IEnumerator<RowOrigin> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
