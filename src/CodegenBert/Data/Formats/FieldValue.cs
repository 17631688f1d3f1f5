namespace CodegenBert.Data.Formats;

/// <summary>What kind of value a field has.</summary>
internal enum FieldKind
{
    /// <summary>Nothing: JSON's null, a Parquet column's null.</summary>
    Null = 0,

    /// <summary>Text: all that text formats have, and JSON's strings.</summary>
    Text = 1,

    /// <summary>A number, as it is written, or a truth value.</summary>
    Number = 2,

    /// <summary>A list of texts or numbers.</summary>
    List = 3,

    /// <summary>What no field of a row may be: an object, a list of lists, bytes.</summary>
    Other = 4,
}

/// <summary>A field of a row as its file has it; it is valid until the next row is read.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, valid UTF-8; of a list or another value what messages show of it.</param>
/// <param name="Offset">Where it begins in its row, in the reader's own units.</param>
internal readonly record struct FieldValue(FieldKind Kind, ReadOnlyMemory<byte> Text, int Offset)
{
    /// <summary>The elements of a list.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Elements { get; init; }
}
