namespace CodegenBert.Data.Formats;

/// <summary>Tells a file's format by its name.</summary>
internal static class FormatOfName
{
    private const string Packed = ".gz";

    /// <summary>The format that a name says, with <c>.gz</c> behind it or without; TSV where it says none.</summary>
    /// <param name="name">A file's path, or what stands for it.</param>
    public static DataFormat Of(string name)
    {
        string extension = Path.GetExtension(SaysGzip(name) ? name[..^Packed.Length] : name);
        return extension.ToUpperInvariant() switch
        {
            ".CSV" => DataFormat.Csv,
            ".JSONL" or ".NDJSON" => DataFormat.JsonLines,
            ".PARQUET" => DataFormat.Parquet,
            _ => DataFormat.Tsv,
        };
    }

    /// <summary>Whether a name ends with <c>.gz</c>.</summary>
    /// <param name="name">A file's path, or what stands for it.</param>
    public static bool SaysGzip(string name) => name.EndsWith(Packed, StringComparison.OrdinalIgnoreCase);
}
