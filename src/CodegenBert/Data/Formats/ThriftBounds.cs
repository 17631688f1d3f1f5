namespace CodegenBert.Data.Formats;

/// <summary>
/// Walks a structure of Thrift's compact protocol, which Parquet's footers and page headers are written in, and makes sure that every length in it fits what is there
/// and every field's type its number, before a library believes a length and allocates it. (thrift/doc/specs/thrift-compact-protocol.md)
/// </summary>
/// <remarks>
/// What Parquet.Net 6.1.0 would read otherwise than the protocol has it does not pass: it goes behind the end then, where it finds bytes of 255 without end. So no type 0 with a field's number,
/// no number that is longer than its type, no known field twice; and in what it does not know no truth values in a list and no structure with more than truth values, of which it skips the headers only.
/// </remarks>
internal ref struct ThriftBounds(ReadOnlySpan<byte> bytes)
{
    private const int DeepestNesting = 32;

    private const int I16 = 4;
    private const int I32 = 5;
    private const int I64 = 6;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes have been walked.</summary>
    public int Position { get; private set; }

    /// <summary>Walks one structure; false where it does not fit the bytes.</summary>
    /// <param name="shape">What its fields are.</param>
    /// <param name="numbers">
    /// Takes the numbers and truth values (1 and 0) of the structure's known fields and of those of structures in it: the field's number with that of the field around it
    /// (<c>16 * outer + inner</c>), and the value.
    /// </param>
    public bool TryStructure(ThriftShape shape, Action<int, long>? numbers = null) => TryStructure(shape, 0, 0, numbers);

    /// <summary>A number in seven bits a byte, which must not have more bits than are said.</summary>
    /// <param name="bits">The most that it may have.</param>
    /// <param name="value">The number.</param>
    public bool TryVariable(int bits, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < bits && TryByte(out int next); shift += 7)
        {
            ulong part = (ulong)(next & 0x7F);
            if (shift + 7 > bits && part >> (bits - shift) != 0)
            {
                return false;
            }

            value |= part << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryStructure(ThriftShape? shape, int depth, int outer, Action<int, long>? numbers)
    {
        long known = 0;
        for (int field = 0; depth < DeepestNesting && TryByte(out int header);)
        {
            if (header == 0)
            {
                return true;
            }

            int type = header & 0xF;
            if (!TryField(header >> 4, ref field))
            {
                return false;
            }

            ThriftField? expected = shape?[field];
            if (expected is not null && (!expected.IsType(type) || known == (known |= 1L << field)))
            {
                return false;
            }

            if (type is 1 or 2)
            {
                if (expected is not null)
                {
                    numbers?.Invoke((16 * outer) + field, 2 - type); // a field's truth value is its type
                }

                continue;
            }

            if (type is >= 4 and <= 6 && expected is not null)
            {
                if (!TryInteger(type, out long value))
                {
                    return false;
                }

                numbers?.Invoke((16 * outer) + field, value);
            }
            else if (shape is null || !TryValue(type, expected, depth, field, numbers))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>A field's number: so many beyond the last one's, or written out.</summary>
    private bool TryField(int beyond, ref int field)
    {
        long number = field + beyond;
        bool fits = (beyond != 0 || TryInteger(I16, out number)) && number is > 0 and <= short.MaxValue;
        field = fits ? (int)number : 0;
        return fits;
    }

    private bool TryValue(int type, ThriftField? expected, int depth, int field, Action<int, long>? numbers) => type switch
    {
        3 => TrySkip(1),
        I16 or I32 or I64 => TryInteger(type, out _),
        7 => TrySkip(8),
        8 => TryCount(out int length) && TrySkip(length),
        9 => TryList(expected, depth, field, numbers),
        12 => TryStructure(expected?.Inner, depth + 1, field, numbers),
        _ => false, // truth values in lists, sets, maps and UUIDs: Parquet has none; 0 is no type
    };

    private bool TryList(ThriftField? expected, int depth, int field, Action<int, long>? numbers)
    {
        if (depth >= DeepestNesting || !TryByte(out int header))
        {
            return false;
        }

        int count = header >> 4, type = header & 0xF;
        if (count == 15 && !TryCount(out count))
        {
            return false;
        }

        bool fits = count <= _bytes.Length - Position && (count == 0 || expected?.IsElement(type) != false);
        ThriftField? element = expected?.Inner is { } inner ? ThriftField.Of(inner) : null;
        for (int i = 0; i < count && fits; i++)
        {
            fits = TryValue(type, element, depth + 1, field, numbers);
        }

        return fits;
    }

    /// <summary>A number of bytes or elements: each takes a byte at least.</summary>
    private bool TryCount(out int count)
    {
        bool fits = TryVariable(32, out ulong value) && value <= (ulong)(_bytes.Length - Position);
        count = fits ? (int)value : 0;
        return fits;
    }

    private bool TryInteger(int type, out long value)
    {
        bool fits = TryVariable(type == I64 ? 64 : 32, out ulong zigzag);
        value = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
        return fits && (type != I16 || value is >= short.MinValue and <= short.MaxValue);
    }

    private bool TryByte(out int value)
    {
        bool fits = Position < _bytes.Length;
        value = fits ? _bytes[Position++] : 0;
        return fits;
    }

    private bool TrySkip(int count)
    {
        bool fits = count <= _bytes.Length - Position;
        Position += fits ? count : 0;
        return fits;
    }
}
