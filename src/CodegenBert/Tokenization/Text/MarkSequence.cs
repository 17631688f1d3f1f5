using CodegenBert.Tokenization.Text.Unicode;


namespace CodegenBert.Tokenization.Text;

/// <summary>
/// The combining marks after a base letter, which NFD sorts by combining class. Dropped marks take part: Hugging Face keeps
/// count of where letters came from by position, so the order decides which one stands for which place of the text.
/// </summary>
internal sealed class MarkSequence
{
    private readonly List<Mark> _marks = [];
    private readonly List<long> _order = [];

    public int Count => _marks.Count;

    public int Capacity => _marks.Capacity;

    /// <summary>Adds a mark.</summary>
    /// <param name="codePoint">The mark.</param>
    /// <param name="isFirst">Whether it is the first that its source in the text became.</param>
    /// <param name="start">Where its source starts.</param>
    /// <param name="end">Where its source ends.</param>
    public void Add(int codePoint, bool isFirst, int start, int end) => _marks.Add(new Mark(codePoint, isFirst, start, end));

    /// <summary>Sorts the marks; then <see cref="this[int]"/> gives them with the places that they stand for.</summary>
    /// <param name="start">Where the last letter before the marks came from.</param>
    /// <param name="end">Its end.</param>
    public void Sort(int start, int end)
    {
        // The index as the lower half of the key keeps the sort stable, at n log n for a text of nothing but marks.
        _order.Clear();
        for (int i = 0; i < _marks.Count; i++)
        {
            _order.Add(((long)CodePoints.CombiningClassOf(_marks[i].CodePoint) << 32) | (uint)i);
        }

        _order.Sort();
        Mark[] sorted = new Mark[_marks.Count];
        int source = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            Mark mark = _marks[(int)_order[i]];
            if (mark.IsFirst)
            {
                while (!_marks[source].IsFirst)
                {
                    source++;
                }

                (start, end) = (_marks[source].Start, _marks[source].End);
                source++;
            }

            sorted[i] = mark with { Start = start, End = end };
        }

        _marks.Clear();
        _marks.AddRange(sorted);
    }

    public Mark this[int index] => _marks[index];

    public void Clear() => _marks.Clear();

    internal readonly record struct Mark(int CodePoint, bool IsFirst, int Start, int End);
}
