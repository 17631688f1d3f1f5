using System.Buffers;
using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace CodegenBert.Data.Formats;

/// <summary>
/// The values of a column that are there, and its levels. They are read into arrays whose every element is marked as not read: Parquet.Net 6.1.0 leaves what it does not
/// find as it was, which in the arrays that it would take itself is what an earlier column had there.
/// </summary>
/// <typeparam name="T">What a value is.</typeparam>
internal sealed class ParquetValues<T> : IDisposable
    where T : struct
{
    private const int NotRead = -1;

    private readonly T[] _values;
    private readonly int[] _definitions;
    private readonly int[] _repetitions;
    private readonly int _valueCount;

    private ParquetValues(ParquetRowGroupReader group, DataField column, int entries, T mark)
    {
        Entries = entries;
        _values = ArrayPool<T>.Shared.Rent(entries);
        _definitions = ArrayPool<int>.Shared.Rent(column.MaxDefinitionLevel > 0 ? entries : 0);
        _repetitions = ArrayPool<int>.Shared.Rent(column.MaxRepetitionLevel > 0 ? entries : 0);
        _values.AsSpan().Fill(mark);
        _definitions.AsSpan().Fill(NotRead);
        _repetitions.AsSpan().Fill(NotRead);
        Memory<int>? definitions = null, repetitions = null;
        if (column.MaxDefinitionLevel > 0)
        {
            definitions = _definitions.AsMemory(0, entries);
        }

        if (column.MaxRepetitionLevel > 0)
        {
            repetitions = _repetitions.AsMemory(0, entries);
        }

        group.ReadRawAsync(column, _values.AsMemory(0, entries), definitions, repetitions).AsTask().GetAwaiter().GetResult();
        if (definitions?.Span.Contains(NotRead) == true || repetitions?.Span.Contains(NotRead) == true)
        {
            throw new InvalidDataException("there are fewer levels than values");
        }

        _valueCount = definitions?.Span.Count(column.MaxDefinitionLevel) ?? entries;
    }

    /// <summary>How many entries there are: values, and what stands for missing ones.</summary>
    public int Entries { get; }

    /// <summary>The values that are there.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(0, _valueCount);

    /// <summary>The level of each entry that says whether it is there; nothing where all are.</summary>
    public ReadOnlySpan<int> Definitions => _definitions;

    /// <summary>The level of each entry that is 0 where a row begins; nothing where each is a row.</summary>
    public ReadOnlySpan<int> Repetitions => _repetitions;

    /// <summary>Reads a column.</summary>
    /// <param name="group">Its row group.</param>
    /// <param name="column">The column.</param>
    /// <param name="entries">How many entries it has.</param>
    /// <param name="mark">Stands for a value that is not read; where it is read, whether it is one shows by reading again with the other mark.</param>
    /// <param name="otherMark">Another.</param>
    /// <exception cref="InvalidDataException">There are fewer values than the levels say.</exception>
    public static ParquetValues<T> Read(ParquetRowGroupReader group, DataField column, int entries, T mark, T otherMark)
    {
        var read = new ParquetValues<T>(group, column, entries, mark);
        if (read.Values.Contains(mark))
        {
            using var again = new ParquetValues<T>(group, column, entries, otherMark);
            for (int i = 0; i < read.Values.Length; i++)
            {
                if (IsSame(read.Values[i], mark) && IsSame(again.Values[i], otherMark))
                {
                    throw new InvalidDataException("there are fewer values than its levels say");
                }
            }
        }

        return read;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<T>.Shared.Return(_values, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        ArrayPool<int>.Shared.Return(_definitions);
        ArrayPool<int>.Shared.Return(_repetitions);
    }

    private static bool IsSame(T value, T mark) => EqualityComparer<T>.Default.Equals(value, mark);
}
