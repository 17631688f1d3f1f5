using System.Text;
using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>Finds labels by their bytes in a file, without making a string of each.</summary>
internal sealed class LabelLookup
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _indices;
    private readonly char[] _text;

    /// <summary>Prepares the lookup.</summary>
    /// <param name="labels">The task's labels.</param>
    public LabelLookup(LabelSet labels)
    {
        _indices = labels.Index().ToDictionary(label => label.Item.Text, label => label.Index, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _text = new char[labels.Max(label => Encoding.UTF8.GetByteCount(label.Text))];
    }

    /// <summary>The label's index in the task, or -1.</summary>
    /// <param name="utf8">The label as the file has it: valid UTF-8.</param>
    public int IndexOf(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > _text.Length)
        {
            return -1;
        }

        int length = Encoding.UTF8.GetChars(utf8, _text);
        return _indices.TryGetValue(_text.AsSpan(0, length), out int index) ? index : -1;
    }
}
