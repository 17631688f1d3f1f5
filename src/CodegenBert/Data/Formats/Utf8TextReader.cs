using System.Buffers;
using System.Text.Unicode;

namespace CodegenBert.Data.Formats;

/// <summary>
/// UTF-8 as UTF-16 without loss: a byte that is not UTF-8 becomes the lone surrogate U+DC00 + byte (as Python's <c>surrogateescape</c>, PEP 383), which no valid text
/// has, so that the fault is found where it stands. A byte-order mark at the start is left out.
/// </summary>
/// <param name="stream">The bytes; left open.</param>
/// <param name="source">What messages call them.</param>
internal sealed class Utf8TextReader(Stream stream, string source) : TextReader
{
    private const int LongestCharacter = 4;

    private readonly byte[] _bytes = new byte[1 << 15];
    private int _start;
    private int _end;
    private bool _begun;
    private bool _ended;

    /// <inheritdoc />
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc />
    /// <exception cref="DataFileException">The stream failed.</exception>
    public override int Read(Span<char> buffer)
    {
        int written = 0;
        while (written == 0 && !buffer.IsEmpty)
        {
            if (_end - _start < LongestCharacter && !_ended)
            {
                Fill();
            }

            if (_start == _end)
            {
                break;
            }

            OperationStatus status = Utf8.ToUtf16(_bytes.AsSpan(_start.._end), buffer, out int read, out written, replaceInvalidSequences: false, isFinalBlock: _ended);
            _start += read;
            if (written > 0)
            {
                continue;
            }

            if (status == OperationStatus.DestinationTooSmall)
            {
                throw new ArgumentException("There is no room for a character.", nameof(buffer));
            }

            if (status == OperationStatus.InvalidData)
            {
                buffer[written++] = Escape(_bytes[_start++]);
            }
        }

        return written;
    }

    /// <summary>What stands for a byte that is not UTF-8.</summary>
    /// <param name="invalid">The byte, 0x80 or more.</param>
    public static char Escape(byte invalid) => (char)(0xDC00 + invalid);

    private void Fill()
    {
        _bytes.AsSpan(_start.._end).CopyTo(_bytes);
        (_start, _end) = (0, _end - _start);
        try
        {
            int count = stream.ReadAtLeast(_bytes.AsSpan(_end), LongestCharacter, throwOnEndOfStream: false);
            _ended = count < LongestCharacter;
            _end += count;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFile.Unreadable(source, e);
        }

        if (!_begun && _bytes.AsSpan(0, _end).StartsWith<byte>([0xEF, 0xBB, 0xBF]))
        {
            _start = 3;
        }

        _begun = true;
    }
}
