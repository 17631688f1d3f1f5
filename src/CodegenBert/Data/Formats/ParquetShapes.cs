using static CodegenBert.Data.Formats.ThriftField;

namespace CodegenBert.Data.Formats;

/// <summary>The structures that Parquet's footer and page headers are made of (parquet-format, <c>src/main/thrift/parquet.thrift</c>).</summary>
internal static class ParquetShapes
{
    private static readonly ThriftField s_empty = Of(ThriftShape.Empty);

    private static readonly ThriftShape s_statistics = new() { [1] = Bytes, [2] = Bytes, [3] = I64, [4] = I64, [5] = Bytes, [6] = Bytes, [7] = Truth, [8] = Truth };

    private static readonly ThriftShape s_keyValue = new() { [1] = Bytes, [2] = Bytes };

    private static readonly ThriftShape s_decimal = new() { [1] = I32, [2] = I32 };

    private static readonly ThriftShape s_time = new() { [1] = Truth, [2] = Of(new() { [1] = s_empty, [2] = s_empty, [3] = s_empty }) };

    private static readonly ThriftShape s_logicalType = new()
    {
        [1] = s_empty, [2] = s_empty, [3] = s_empty, [4] = s_empty, [5] = Of(s_decimal), [6] = s_empty, [7] = Of(s_time), [8] = Of(s_time), [10] = Of(new() { [1] = I8, [2] = Truth }),
        [11] = s_empty, [12] = s_empty, [13] = s_empty, [14] = s_empty, [15] = s_empty, [16] = Of(new() { [1] = I8 }), [17] = Of(new() { [1] = Bytes }), [18] = Of(new() { [1] = Bytes, [2] = I32 }),
    };

    private static readonly ThriftShape s_schemaElement = new()
    {
        [1] = I32, [2] = I32, [3] = I32, [4] = Bytes, [5] = I32, [6] = I32, [7] = I32, [8] = I32, [9] = I32, [10] = Of(s_logicalType),
    };

    private static readonly ThriftShape s_sizes = new() { [1] = I64, [2] = ListOf(I64), [3] = ListOf(I64) };

    private static readonly ThriftShape s_places = new()
    {
        [1] = Of(new() { [1] = F64, [2] = F64, [3] = F64, [4] = F64, [5] = F64, [6] = F64, [7] = F64, [8] = F64 }), [2] = ListOf(I32),
    };

    private static readonly ThriftShape s_column = new()
    {
        [1] = I32, [2] = ListOf(I32), [3] = ListOf(Bytes), [4] = I32, [5] = I64, [6] = I64, [7] = I64, [8] = ListOf(Of(s_keyValue)), [9] = I64, [10] = I64, [11] = I64,
        [12] = Of(s_statistics), [13] = ListOf(Of(new() { [1] = I32, [2] = I32, [3] = I32 })), [14] = I64, [15] = I32, [16] = Of(s_sizes), [17] = Of(s_places),
    };

    private static readonly ThriftShape s_columnKey = new() { [1] = s_empty, [2] = Of(new() { [1] = ListOf(Bytes), [2] = Bytes }) };

    private static readonly ThriftShape s_chunk = new() { [1] = Bytes, [2] = I64, [3] = Of(s_column), [4] = I64, [5] = I32, [6] = I64, [7] = I32, [8] = Of(s_columnKey), [9] = Bytes };

    private static readonly ThriftShape s_rowGroup = new()
    {
        [1] = ListOf(Of(s_chunk)), [2] = I64, [3] = I64, [4] = ListOf(Of(new() { [1] = I32, [2] = Truth, [3] = Truth })), [5] = I64, [6] = I64, [7] = I16,
    };

    private static readonly ThriftShape s_encryption = new() { [1] = Bytes, [2] = Bytes, [3] = Truth };

    /// <summary>The footer, <c>FileMetaData</c>.</summary>
    public static ThriftShape Footer { get; } = new()
    {
        [1] = I32, [2] = ListOf(Of(s_schemaElement)), [3] = I64, [4] = ListOf(Of(s_rowGroup)), [5] = ListOf(Of(s_keyValue)), [6] = Bytes, [7] = ListOf(Of(new() { [1] = s_empty })),
        [8] = Of(new() { [1] = Of(s_encryption), [2] = Of(s_encryption) }), [9] = Bytes,
    };

    /// <summary>A page's header, <c>PageHeader</c>.</summary>
    public static ThriftShape PageHeader { get; } = new()
    {
        [1] = I32, [2] = I32, [3] = I32, [4] = I32,
        [5] = Of(new() { [1] = I32, [2] = I32, [3] = I32, [4] = I32, [5] = Of(s_statistics) }),
        [6] = s_empty,
        [7] = Of(new() { [1] = I32, [2] = I32, [3] = Truth }),
        [8] = Of(new() { [1] = I32, [2] = I32, [3] = I32, [4] = I32, [5] = I32, [6] = I32, [7] = Truth, [8] = Of(s_statistics) }),
    };
}
