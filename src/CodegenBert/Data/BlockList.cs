using System.Collections;

namespace CodegenBert.Data;

/// <summary>A list that grows by blocks: millions of values without an array that is copied whenever it doubles.</summary>
/// <typeparam name="T">The values' type.</typeparam>
internal sealed class BlockList<T> : IReadOnlyList<T>
{
    private const int BlockBits = 14;
    private const int BlockSize = 1 << BlockBits;

    private readonly List<T[]> _blocks = [];

    /// <inheritdoc />
    public int Count { get; private set; }

    /// <inheritdoc />
    public T this[int index] => (uint)index < (uint)Count ? _blocks[index >> BlockBits][index & (BlockSize - 1)] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Adds a value at the end.</summary>
    /// <param name="value">The value.</param>
    public void Add(T value)
    {
        if (Count == _blocks.Count << BlockBits)
        {
            _blocks.Add(new T[BlockSize]);
        }

        _blocks[^1][Count++ & (BlockSize - 1)] = value;
    }

    /// <inheritdoc />
    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
