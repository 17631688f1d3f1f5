using System.Text;

namespace CodegenBert.Data.Formats;

/// <summary>The bytes of a record's fields, written one behind the other into one buffer after the other; they are valid until the next record.</summary>
internal sealed class Utf8Bytes
{
    private byte[] _buffer = new byte[1 << 10];
    private int _count;

    /// <summary>Begins another record.</summary>
    public void Clear() => _count = 0;

    /// <summary>Writes a text; half of a surrogate pair becomes U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its bytes.</returns>
    public ReadOnlyMemory<byte> Write(ReadOnlySpan<char> text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _buffer.Length - _count)
        {
            _buffer = new byte[Math.Max(2 * _buffer.Length, most)]; // what was written stays where it is
            _count = 0;
        }

        int length = Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_count));
        _count += length;
        return _buffer.AsMemory(_count - length, length);
    }
}
