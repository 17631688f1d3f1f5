using System.Diagnostics;

namespace CodegenBert.Data;

/// <summary>
/// The lines of a stream as bytes, one at a time, in one buffer. A line ends with LF or CR LF; a byte-order mark before the first is left out.
/// Bytes are not decoded here, so a broken character cannot shift the count of lines.
/// </summary>
internal sealed class Utf8LineReader(Stream stream, string source)
{
    /// <summary>Most bytes of a line, its end not counted: 1 MiB. No text for BERT is longer, and a file without line ends must not fill the memory.</summary>
    public const int MostBytes = 1 << 20;

    private const int LargestBuffer = 2 * MostBytes;

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private int _lineStart;
    private int _lineLength;
    private long _next;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>1-based number of the current line; 0 before the first.</summary>
    public int Number { get; private set; }

    /// <summary>Whether the current line has more than <see cref="MostBytes"/>; then <see cref="Line"/> is empty.</summary>
    public bool TooLong { get; private set; }

    /// <summary>The current line without its end, valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_lineStart, _lineLength);

    /// <summary>As <see cref="Line"/>.</summary>
    public ReadOnlyMemory<byte> LineMemory => _buffer.AsMemory(_lineStart, _lineLength);

    /// <summary>How many bytes of the stream stand before the current line.</summary>
    public long Position { get; private set; }

    /// <summary>Goes elsewhere in a stream that can seek: the next line read is the one that begins there.</summary>
    /// <param name="position">The line's <see cref="Position"/>.</param>
    /// <param name="number">Its <see cref="Number"/>.</param>
    /// <exception cref="DataFileException">The stream failed.</exception>
    public void GoTo(long position, int number)
    {
        try
        {
            stream.Position = position;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw DataFile.Unreadable(source, e);
        }

        (_start, _end, _lineStart, _lineLength, _next) = (0, 0, 0, 0, position);
        Number = number - 1;
    }

    /// <summary>Goes to the next line; false at the end. An end of line at the end of the data does not begin another line.</summary>
    /// <exception cref="DataFileException">The stream failed.</exception>
    public bool Read()
    {
        TooLong = false;
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                Take(searched + found, endLength: 1);
                return true;
            }

            searched = _end - _start;
            if (searched > MostBytes + 1)
            {
                TooLong = true;
                _next += _end - _start;
                _start = _end;
                searched = 0;
            }

            if (!Fill())
            {
                if (searched == 0 && !TooLong)
                {
                    return false;
                }

                Take(searched, endLength: 0);
                return true;
            }
        }
    }

    private void Take(int length, int endLength)
    {
        Number++;
        (Position, _next) = (TooLong ? Position : _next, _next + length + endLength);
        _lineStart = _start;
        _lineLength = length;
        _start += length + endLength;
        if (endLength > 0 && Line.EndsWith("\r"u8))
        {
            _lineLength--;
        }

        if (Number == 1 && Line.StartsWith(ByteOrderMark))
        {
            _lineStart += ByteOrderMark.Length;
            _lineLength -= ByteOrderMark.Length;
        }

        TooLong |= _lineLength > MostBytes;
        _lineLength = TooLong ? 0 : _lineLength;
    }

    /// <summary>Reads more behind what is there; false at the end of the stream.</summary>
    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Debug.Assert(_buffer.Length < LargestBuffer, "A line that fills the largest buffer has been dropped as too long.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            int count = stream.Read(_buffer.AsSpan(_end));
            _end += count;
            return count > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFile.Unreadable(source, e);
        }
    }
}
