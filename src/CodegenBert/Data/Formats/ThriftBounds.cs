namespace CodegenBert.Data.Formats;

/// <summary>
/// Walks a structure of Thrift's compact protocol, which Parquet's footers and page headers are written in, and makes sure that every length in it fits what is there:
/// and every field's type its number, before a library believes a length and allocates it. (thrift/doc/specs/thrift-compact-protocol.md)
/// </summary>
internal ref struct ThriftBounds(ReadOnlySpan<byte> bytes)
{
    private const int DeepestNesting = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes have been walked.</summary>
    public int Position { get; private set; }

    /// <summary>Walks one structure; false where it does not fit the bytes.</summary>
    /// <param name="shape">What its fields are.</param>
    /// <param name="integers">Takes the integers of the structure and of those in it: the field's number with that of the field around it (<c>16 * outer + inner</c>), and the value.</param>
    public bool TryStructure(ThriftShape shape, Action<int, long>? integers = null) => TryStructure(shape, 0, 0, integers);

    private bool TryStructure(ThriftShape? shape, int depth, int outer, Action<int, long>? integers)
    {
        int field = 0;
        while (depth < DeepestNesting && TryByte(out int header))
        {
            int type = header & 0xF;
            if (type == 0)
            {
                return true;
            }

            field += header >> 4;
            if (header >> 4 == 0)
            {
                if (!TryInteger(out long number) || number is <= 0 or > short.MaxValue)
                {
                    return false;
                }

                field = (int)number;
            }

            ThriftField? expected = shape?[field];
            if (expected?.IsType(type) == false)
            {
                return false;
            }

            if (type is 1 or 2)
            {
                continue; // a field's truth value is its type
            }

            if (type is >= 4 and <= 6)
            {
                if (!TryInteger(out long value))
                {
                    return false;
                }

                integers?.Invoke((16 * outer) + field, value);
            }
            else if (!TryValue(type, expected, depth, field, integers))
            {
                return false;
            }
        }

        return false;
    }

    private bool TryValue(int type, ThriftField? expected, int depth, int field, Action<int, long>? integers) => type switch
    {
        1 or 2 or 3 => TrySkip(1),
        4 or 5 or 6 => TryInteger(out _),
        7 => TrySkip(8),
        8 => TryCount(out int length) && TrySkip(length),
        9 => TryList(expected, depth, field, integers),
        12 => TryStructure(expected?.Inner, depth + 1, field, integers),
        _ => false, // sets, maps and UUIDs: Parquet has none
    };

    private bool TryList(ThriftField? expected, int depth, int field, Action<int, long>? integers)
    {
        if (depth >= DeepestNesting || !TryByte(out int header))
        {
            return false;
        }

        int count = header >> 4;
        if (count == 15 && !TryCount(out count))
        {
            return false;
        }

        ThriftField? element = expected?.Inner is { } inner ? ThriftField.Of(inner) : null;
        return count <= _bytes.Length - Position && (count == 0 || expected?.IsElement(header & 0xF) != false) && TryElements(count, header & 0xF, element, depth + 1, field, integers);
    }

    private bool TryElements(int count, int type, ThriftField? element, int depth, int field, Action<int, long>? integers)
    {
        for (int i = 0; i < count; i++)
        {
            if (!TryValue(type, element, depth, field, integers))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A number of bytes or elements: each takes a byte at least.</summary>
    private bool TryCount(out int count)
    {
        bool fits = TryVariable(out ulong value) && value <= (ulong)(_bytes.Length - Position);
        count = fits ? (int)value : 0;
        return fits;
    }

    private bool TryInteger(out long value)
    {
        bool fits = TryVariable(out ulong zigzag);
        value = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
        return fits;
    }

    private bool TryVariable(out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (!TryByte(out int next))
            {
                return false;
            }

            value |= shift < 64 ? (ulong)(next & 0x7F) << shift : 0;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
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
