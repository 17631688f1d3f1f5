using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace CodegenBert.Data.Formats;

/// <summary>A column of a row group, row by row: Parquet stores the values that are there, and beside them levels that say which are missing and which make one list (Melnik et al. 2010, "Dremel", section 4).</summary>
internal abstract class ParquetColumn : IDisposable
{
    private static readonly Dictionary<Type, Reader> s_readers = new()
    {
        [typeof(ReadOnlyMemory<char>)] = Of<ReadOnlyMemory<char>>(FieldKind.Text, new char[1], new char[1], static (text, bytes) => bytes.Write(text.Span)),
        [typeof(bool)] = Of(FieldKind.Number, false, true, static (truth, bytes) => bytes.Write(truth ? "true" : "false")),
        [typeof(sbyte)] = Numbers<sbyte>(),
        [typeof(byte)] = Numbers<byte>(),
        [typeof(short)] = Numbers<short>(),
        [typeof(ushort)] = Numbers<ushort>(),
        [typeof(int)] = Numbers<int>(),
        [typeof(uint)] = Numbers<uint>(),
        [typeof(long)] = Numbers<long>(),
        [typeof(ulong)] = Numbers<ulong>(),
        [typeof(float)] = Numbers<float>(),
        [typeof(double)] = Numbers<double>(),
        [typeof(decimal)] = Numbers<decimal>(),
    };

    private readonly int _mostDefinition;
    private readonly bool _isList;
    private int _entry;
    private int _value;

    /// <summary>Begins before the first row.</summary>
    /// <param name="column">The column.</param>
    protected ParquetColumn(DataField column) => (_mostDefinition, _isList) = (column.MaxDefinitionLevel, column.MaxRepetitionLevel > 0);

    private delegate ParquetColumn Reader(ParquetRowGroupReader group, DataField column, int entries);

    /// <summary>What the values are.</summary>
    protected abstract FieldKind Kind { get; }

    /// <summary>How many values are there.</summary>
    protected abstract int ValueCount { get; }

    /// <summary>How many entries there are: values, and what stands for missing ones.</summary>
    protected abstract int EntryCount { get; }

    /// <summary>The level of each entry that says whether it is there; empty where all are.</summary>
    protected abstract ReadOnlySpan<int> Definitions { get; }

    /// <summary>The level of each entry that is 0 where a row begins; empty where each is a row.</summary>
    protected abstract ReadOnlySpan<int> Repetitions { get; }

    /// <summary>Reads a column of a row group.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="column">The column.</param>
    /// <param name="entries">How many entries it has.</param>
    public static ParquetColumn Read(ParquetRowGroupReader group, DataField column, int entries) => s_readers.TryGetValue(column.ClrType, out Reader? read)
        ? read(group, column, entries)
        : throw new NotSupportedException($"values of the type {column.ClrType.Name}");

    /// <summary>The next row's field; false where there is none.</summary>
    /// <param name="bytes">Takes its text.</param>
    /// <param name="field">The field.</param>
    public bool TryNext(Utf8Bytes bytes, out FieldValue field)
    {
        field = default;
        if (_entry >= EntryCount || (_isList && Repetitions[_entry] != 0))
        {
            return false;
        }

        if (!_isList)
        {
            return TryEntry(bytes, out field);
        }

        List<ReadOnlyMemory<byte>> elements = [];
        int missing = 0;
        do
        {
            if (!TryEntry(bytes, out FieldValue element))
            {
                return false;
            }

            if (element.Kind == FieldKind.Null)
            {
                missing++;
            }
            else
            {
                elements.Add(element.Text);
            }
        }
        while (_entry < EntryCount && Repetitions[_entry] != 0);

        // One missing value alone is an empty list, or none.
        bool isNull = missing > 0 && elements.Count + missing > 1;
        field = new(isNull ? FieldKind.Other : FieldKind.List, default, 0) { Elements = elements };
        return true;
    }

    /// <inheritdoc />
    public abstract void Dispose();

    /// <summary>Writes a value as text.</summary>
    /// <param name="index">Which of the values that are there.</param>
    /// <param name="bytes">Takes the text.</param>
    protected abstract ReadOnlyMemory<byte> Write(int index, Utf8Bytes bytes);

    private static Reader Of<T>(FieldKind kind, T mark, T otherMark, Func<T, Utf8Bytes, ReadOnlyMemory<byte>> write)
        where T : struct => (group, column, entries) => new Typed<T>(ParquetValues<T>.Read(group, column, entries, mark, otherMark), column, kind, write);

    private static Reader Numbers<T>()
        where T : struct, IFormattable, IMinMaxValue<T> =>
        Of(FieldKind.Number, T.MinValue, T.MaxValue, static (number, bytes) => bytes.Write(number.ToString(null, CultureInfo.InvariantCulture)));

    private bool TryEntry(Utf8Bytes bytes, out FieldValue field)
    {
        field = default;
        int entry = _entry++;
        if (_mostDefinition > 0 && Definitions[entry] < _mostDefinition)
        {
            return true;
        }

        if (_value >= ValueCount)
        {
            return false;
        }

        field = new(Kind, Write(_value++, bytes), 0);
        return true;
    }

    private sealed class Typed<T>(ParquetValues<T> read, DataField column, FieldKind kind, Func<T, Utf8Bytes, ReadOnlyMemory<byte>> write) : ParquetColumn(column)
        where T : struct
    {
        protected override FieldKind Kind => kind;

        protected override int ValueCount => read.Values.Length;

        protected override int EntryCount => read.Entries;

        protected override ReadOnlySpan<int> Definitions => read.Definitions;

        protected override ReadOnlySpan<int> Repetitions => read.Repetitions;

        public override void Dispose() => read.Dispose();

        protected override ReadOnlyMemory<byte> Write(int index, Utf8Bytes bytes) => write(read.Values[index], bytes);
    }
}
