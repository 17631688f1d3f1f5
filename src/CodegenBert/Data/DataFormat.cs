namespace CodegenBert.Data;

/// <summary>
/// How a data file's rows are written. Text is UTF-8, or UTF-16 with a byte-order mark; whatever the format, a file may be gzipped, which is seen by its first bytes.
/// </summary>
public enum DataFormat
{
    /// <summary>
    /// Tab-separated, the first line a header; no quoting: a quote belongs to the text, and a text holds neither tab nor line break. Names: <c>.tsv</c>, and all that no other format has.
    /// </summary>
    Tsv = 0,

    /// <summary>
    /// Comma-separated by RFC 4180, the first line a header: a field that holds a comma, a quote or a line break stands between quotes, a quote in it is doubled. Names: <c>.csv</c>.
    /// </summary>
    Csv = 1,

    /// <summary>
    /// One JSON object a line: texts are strings; a label is a string or a number, several labels a list of them or one string with <c>|</c> between them, a score a number. Names: <c>.jsonl</c>, <c>.ndjson</c>.
    /// </summary>
    JsonLines = 2,

    /// <summary>Apache Parquet: texts are strings; labels and scores as in JSON Lines. Its rows are numbered from 1, having no lines. Names: <c>.parquet</c>.</summary>
    Parquet = 3,
}
