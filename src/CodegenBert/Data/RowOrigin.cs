namespace CodegenBert.Data;

/// <summary>Where a row comes from, for messages.</summary>
/// <param name="Source">The file's path, or what stands for it.</param>
/// <param name="Line">1-based line in the file, of a Parquet file the row's number; 0 for a row that was not read from one.</param>
public readonly record struct RowOrigin(string Source, int Line)
{
    /// <summary>1-based character of the line where a field begins, counted in Unicode code points; 0 where the row as a whole is meant.</summary>
    public int Column { get; init; }

    /// <summary>This origin, or the row's number where nothing is known of it.</summary>
    /// <param name="number">1-based number of the row.</param>
    internal RowOrigin OrRow(int number) => string.IsNullOrEmpty(Source) ? new($"row {number}", 0) : this;

    /// <summary><c>path:line:column</c>, <c>path:line</c>, or the source alone.</summary>
    public override string ToString() => Line == 0 ? Source : Column == 0 ? $"{Source}:{Line}" : $"{Source}:{Line}:{Column}";
}
