namespace CodegenBert.Tokenization.WordPiece;

/// <summary>A growing list of ids, each with the UTF-16 range of the text that it came from.</summary>
internal sealed class TokenBuffer
{
    private int[] _ids = new int[256];
    private int[] _starts = new int[256];
    private int[] _ends = new int[256];

    public int Count { get; private set; }

    public int Capacity => _ids.Length;

    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    public Span<int> Starts => _starts.AsSpan(0, Count);

    public Span<int> Ends => _ends.AsSpan(0, Count);

    public void Add(int id, int start, int end)
    {
        int count = Count;
        if (count == _ids.Length)
        {
            Grow();
        }

        _ids[count] = id;
        _starts[count] = start;
        _ends[count] = end;
        Count = count + 1;
    }

    /// <summary>Forgets all from the given index on.</summary>
    public void CutTo(int count) => Count = count;

    private void Grow()
    {
        int length = _ids.Length * 2;
        Array.Resize(ref _ids, length);
        Array.Resize(ref _starts, length);
        Array.Resize(ref _ends, length);
    }
}
