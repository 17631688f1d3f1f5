using System.Globalization;
using Parquet.Data;

namespace CodegenBert.Data.Formats;

/// <summary>A column of a row group, row by row: Parquet stores the values that are there, and beside them levels that say which are missing and which make one list (Melnik et al. 2010, "Dremel", section 4).</summary>
internal abstract class ParquetColumn : IDisposable
{
    private readonly int _mostDefinition;
    private readonly bool _isList;
    private int _entry;
    private int _value;

    /// <summary>Begins before the first row.</summary>
    /// <param name="mostDefinition">The level of a value that is there.</param>
    /// <param name="isList">Whether a row may have several values.</param>
    protected ParquetColumn(int mostDefinition, bool isList) => (_mostDefinition, _isList) = (mostDefinition, isList);

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

    /// <summary>Takes a column that has been read.</summary>
    /// <param name="raw">The column, which the result owns.</param>
    /// <param name="mostDefinition">The level of a value that is there.</param>
    /// <param name="isList">Whether a row may have several values.</param>
    public static ParquetColumn Of(RawColumnData raw, int mostDefinition, bool isList) => raw switch
    {
        RawColumnData<ReadOnlyMemory<char>> texts => new Typed<ReadOnlyMemory<char>>(texts, mostDefinition, isList, FieldKind.Text, static (text, bytes) => bytes.Write(text.Span)),
        RawColumnData<bool> truths => new Typed<bool>(truths, mostDefinition, isList, FieldKind.Number, static (truth, bytes) => bytes.Write(truth ? "true" : "false")),
        RawColumnData<sbyte> numbers => Numbers(numbers, mostDefinition, isList),
        RawColumnData<byte> numbers => Numbers(numbers, mostDefinition, isList),
        RawColumnData<short> numbers => Numbers(numbers, mostDefinition, isList),
        RawColumnData<ushort> numbers => Numbers(numbers, mostDefinition, isList),
        RawColumnData<int> numbers => Numbers(numbers, mostDefinition, isList),
        RawColumnData<uint> numbers => Numbers(numbers, mostDefinition, isList),
        RawColumnData<long> numbers => Numbers(numbers, mostDefinition, isList),
        RawColumnData<ulong> numbers => Numbers(numbers, mostDefinition, isList),
        RawColumnData<float> numbers => Numbers(numbers, mostDefinition, isList),
        RawColumnData<double> numbers => Numbers(numbers, mostDefinition, isList),
        RawColumnData<decimal> numbers => Numbers(numbers, mostDefinition, isList),
        _ => throw new NotSupportedException($"values of the type {raw.GetType().GetGenericArguments().FirstOrDefault()?.Name}"),
    };

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

    private static Typed<T> Numbers<T>(RawColumnData<T> numbers, int mostDefinition, bool isList)
        where T : struct, IFormattable => new(numbers, mostDefinition, isList, FieldKind.Number, static (number, bytes) => bytes.Write(number.ToString(null, CultureInfo.InvariantCulture)));

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

    private sealed class Typed<T>(RawColumnData<T> raw, int mostDefinition, bool isList, FieldKind kind, Func<T, Utf8Bytes, ReadOnlyMemory<byte>> write) : ParquetColumn(mostDefinition, isList)
        where T : struct
    {
        protected override FieldKind Kind => kind;

        protected override int ValueCount => raw.Values.Length;

        protected override int EntryCount => _mostDefinition == 0 ? raw.Values.Length : _isList ? Math.Min(Definitions.Length, Repetitions.Length) : Definitions.Length;

        protected override ReadOnlySpan<int> Definitions => _mostDefinition > 0 ? raw.DefinitionLevels : default;

        protected override ReadOnlySpan<int> Repetitions => _isList ? raw.RepetitionLevels : default;

        public override void Dispose() => raw.Dispose();

        protected override ReadOnlyMemory<byte> Write(int index, Utf8Bytes bytes) => write(raw.Values[index], bytes);
    }
}
