using System.Buffers.Binary;
using System.Text;

namespace CodegenBert.Data.Formats;

/// <summary>
/// UTF-16 as UTF-8. Half of a surrogate pair becomes the three bytes that UTF-8 would give it, and a last odd byte 0xFF: neither is valid UTF-8, so whoever checks the
/// lines finds them in their place.
/// </summary>
/// <param name="stream">The file's bytes, the byte-order mark among them; left open.</param>
/// <param name="bigEndian">Whether the high byte comes first.</param>
internal sealed class Utf16Text(Stream stream, bool bigEndian) : ForwardStream
{
    private const int MostBytesPerUnit = 3;

    private readonly byte[] _units = new byte[1 << 14];
    private readonly byte[] _utf8 = new byte[((1 << 13) + 1) * MostBytesPerUnit];
    private int _start;
    private int _end;
    private char _high;

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        if (_start == _end && !Fill())
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _utf8.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    private bool Fill()
    {
        _start = _end = 0;
        while (_end == 0)
        {
            int read = stream.ReadAtLeast(_units, _units.Length, throwOnEndOfStream: false);
            for (int i = 0; i + 1 < read; i += 2)
            {
                ReadOnlySpan<byte> unit = _units.AsSpan(i, 2);
                Add((char)(bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(unit) : BinaryPrimitives.ReadUInt16LittleEndian(unit)));
            }

            if (read < _units.Length)
            {
                FlushHigh();
                if (read % 2 == 1)
                {
                    _utf8[_end++] = 0xFF;
                }

                return _end > 0;
            }
        }

        return true;
    }

    private void Add(char unit)
    {
        if (_high != 0 && char.IsLowSurrogate(unit))
        {
            _end += new Rune(_high, unit).EncodeToUtf8(_utf8.AsSpan(_end));
            _high = '\0';
            return;
        }

        FlushHigh();
        if (char.IsHighSurrogate(unit))
        {
            _high = unit;
        }
        else if (char.IsLowSurrogate(unit))
        {
            AddHalf(unit);
        }
        else
        {
            _end += new Rune(unit).EncodeToUtf8(_utf8.AsSpan(_end));
        }
    }

    private void FlushHigh()
    {
        if (_high != 0)
        {
            AddHalf(_high);
            _high = '\0';
        }
    }

    private void AddHalf(char unit)
    {
        _utf8[_end++] = (byte)(0xE0 | (unit >> 12));
        _utf8[_end++] = (byte)(0x80 | ((unit >> 6) & 0x3F));
        _utf8[_end++] = (byte)(0x80 | (unit & 0x3F));
    }
}
