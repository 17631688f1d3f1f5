using System.Collections;
using CodegenBert.Data;
using CodegenBert.Tokenization;

namespace CodegenBert.Modeling;

/// <summary>
/// Many inputs as ids in a few large arrays: two bytes an id (four in an input that has one beyond 65,535), and twenty an input. An input that is asked for is made anew.
/// </summary>
internal sealed class WindowStore : IReadOnlyList<EncodedInput>
{
    private const int FirstBlockSize = 1 << 9; // a store may be of one input
    private const int LargestBlockSize = 1 << 20;

    private readonly List<ushort[]> _blocks = [];
    private readonly BlockList<Entry> _entries = new();
    private int _free;

    /// <inheritdoc />
    public int Count => _entries.Count;

    /// <summary>The number of ids of each input.</summary>
    public IReadOnlyList<int> Lengths => new LengthList(_entries);

    /// <inheritdoc />
    public EncodedInput this[int index]
    {
        get
        {
            Entry entry = _entries[index];
            ReadOnlySpan<ushort> stored = _blocks[entry.Block].AsSpan(entry.Offset);
            int[] ids = new int[entry.Length];
            for (int i = 0; i < ids.Length; i++)
            {
                ids[i] = entry.IsWide ? stored[2 * i] | (stored[(2 * i) + 1] << 16) : stored[i];
            }

            return new EncodedInput(ids, entry.FirstSegment, [], entry.CutTokens);
        }
    }

    /// <summary>The number of ids of each of some inputs, without making those that are stored.</summary>
    /// <param name="inputs">The inputs.</param>
    public static IReadOnlyList<int> LengthsOf(IReadOnlyList<EncodedInput> inputs) => inputs is WindowStore store ? store.Lengths : [.. inputs.Select(input => input.Length)];

    /// <summary>Adds an input; its offsets are not kept.</summary>
    /// <param name="input">The input.</param>
    public void Add(EncodedInput input)
    {
        ReadOnlySpan<int> ids = input.InputIds.Span;
        bool isWide = ids.IndexOfAnyExceptInRange(0, ushort.MaxValue) >= 0;
        Span<ushort> room = Room(isWide ? 2 * ids.Length : ids.Length, out int offset);
        for (int i = 0; i < ids.Length; i++)
        {
            if (isWide)
            {
                (room[2 * i], room[(2 * i) + 1]) = (unchecked((ushort)ids[i]), unchecked((ushort)(ids[i] >> 16)));
            }
            else
            {
                room[i] = (ushort)ids[i];
            }
        }

        _entries.Add(new(_blocks.Count - 1, offset, ids.Length, input.FirstSegment, isWide, input.CutTokens));
    }

    /// <inheritdoc />
    public IEnumerator<EncodedInput> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>An input lies in one block; a block's end that is too short for it stays empty.</summary>
    private Span<ushort> Room(int count, out int offset)
    {
        if (_blocks.Count == 0 || _blocks[^1].Length - _free < count)
        {
            int size = _blocks.Count == 0 ? FirstBlockSize : Math.Min(LargestBlockSize, 2 * _blocks[^1].Length);
            _blocks.Add(new ushort[Math.Max(size, count)]);
            _free = 0;
        }

        offset = _free;
        _free += count;
        return _blocks[^1].AsSpan(offset, count);
    }

    /// <summary>Where an input lies. The flag is the sign of the length.</summary>
    private readonly struct Entry(int block, int offset, int length, int firstSegment, bool isWide, int cutTokens)
    {
        private readonly int _length = isWide ? ~length : length;

        public int Block { get; } = block;

        public int Offset { get; } = offset;

        public int Length => IsWide ? ~_length : _length;

        public int FirstSegment { get; } = firstSegment;

        public bool IsWide => _length < 0;

        public int CutTokens { get; } = cutTokens;
    }

    private sealed class LengthList(BlockList<Entry> entries) : IReadOnlyList<int>
    {
        public int Count => entries.Count;

        public int this[int index] => entries[index].Length;

        public IEnumerator<int> GetEnumerator() => entries.Select(entry => entry.Length).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
