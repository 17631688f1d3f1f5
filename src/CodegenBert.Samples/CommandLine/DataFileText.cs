namespace CodegenBert.Samples.CommandLine;

/// <summary>What help says of data files.</summary>
internal static class DataFileText
{
    /// <summary>The formats, for the end of an option's description.</summary>
    public const string Formats = ".tsv, .csv, .jsonl or .parquet, .gz behind it or not; UTF-8, or UTF-16 with a byte-order mark.";
}
