using System.Collections;

namespace CodegenBert.Data;

/// <summary>A list that grows by blocks: millions of values without an array that is copied whenever it doubles.</summary>
/// <typeparam name="T">The values' type.</typeparam>
internal sealed class BlockList<T> : IReadOnlyList<T>
{
    private const int BlockBits = 14;
    private const int BlockSize = 1 << BlockBits;
    private const int FirstSize = 16; // a list may be of one value

    private readonly List<T[]> _blocks = [];

    /// <inheritdoc />
    public int Count { get; private set; }

    /// <inheritdoc />
    public T this[int index] => (uint)index < (uint)Count ? _blocks[index >> BlockBits][index & (BlockSize - 1)] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Adds a value at the end.</summary>
    /// <param name="value">The value.</param>
    public void Add(T value)
    {
        int within = Count & (BlockSize - 1);
        if (within == 0)
        {
            _blocks.Add(new T[Count == 0 ? FirstSize : BlockSize]);
        }
        else if (within == _blocks[^1].Length)
        {
            T[] block = _blocks[^1];
            Array.Resize(ref block, 2 * within);
            _blocks[^1] = block;
        }

        _blocks[^1][within] = value;
        Count++;
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
