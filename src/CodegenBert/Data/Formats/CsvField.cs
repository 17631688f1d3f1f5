using System.Text;

namespace CodegenBert.Data.Formats;

/// <summary>A field of a CSV file as it is written, checked against RFC 4180, section 2, rules 5 to 7.</summary>
internal readonly ref struct CsvField
{
    private readonly ReadOnlySpan<char> _inner;
    private readonly bool _doubled;

    private CsvField(ReadOnlySpan<char> inner, bool doubled)
    {
        _inner = inner;
        _doubled = doubled;
    }

    private CsvField(int offset, string what) => Fault = (offset, what);

    /// <summary>What is wrong with the quotes, and where in the field; null if they are right.</summary>
    public (int Offset, string What)? Fault { get; }

    /// <summary>Reads a field.</summary>
    /// <param name="raw">The field with its quotes.</param>
    public static CsvField Of(ReadOnlySpan<char> raw)
    {
        int quote = raw.IndexOf('"');
        if (quote < 0)
        {
            return new(raw, doubled: false);
        }

        if (quote > 0)
        {
            return new(quote, "a quote within a field that does not begin with one; put quotes around the field, and double this one");
        }

        bool doubled = false;
        for (int at = 1; ;)
        {
            int found = raw[at..].IndexOf('"');
            if (found < 0)
            {
                return new(0, "the quote that opens here is never closed");
            }

            at += found + 1;
            if (at == raw.Length)
            {
                return new(raw[1..^1], doubled);
            }

            if (raw[at] != '"')
            {
                return new(at, "text behind the quote that closes the field; a quote within quotes is doubled");
            }

            doubled = true;
            at++;
        }
    }

    /// <summary>The field's text.</summary>
    public string ToText() => _doubled ? _inner.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : _inner.ToString();

    /// <summary>Writes the field's text as UTF-8.</summary>
    /// <param name="utf8">Room for three bytes a character.</param>
    /// <returns>How many bytes were written.</returns>
    public int CopyTo(Span<byte> utf8)
    {
        if (!_doubled)
        {
            return Encoding.UTF8.GetBytes(_inner, utf8);
        }

        int written = 0;
        ReadOnlySpan<char> rest = _inner;
        while (!rest.IsEmpty)
        {
            int quote = rest.IndexOf('"');
            int length = quote < 0 ? rest.Length : quote + 1;
            written += Encoding.UTF8.GetBytes(rest[..length], utf8[written..]);
            rest = rest[(quote < 0 ? length : length + 1)..];
        }

        return written;
    }
}
