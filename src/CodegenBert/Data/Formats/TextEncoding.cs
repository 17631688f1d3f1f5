namespace CodegenBert.Data.Formats;

/// <summary>How a data file's characters are written.</summary>
internal enum TextEncoding
{
    /// <summary>UTF-8, with a byte-order mark or without.</summary>
    Utf8 = 0,

    /// <summary>UTF-16 with a byte-order mark, read as UTF-8.</summary>
    Utf16 = 1,
}
