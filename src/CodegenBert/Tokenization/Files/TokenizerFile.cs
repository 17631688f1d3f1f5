namespace CodegenBert.Tokenization.Files;

/// <summary>Reads a tokenizer's file as bytes, within bounds.</summary>
internal static class TokenizerFile
{
    /// <summary>The largest vocabulary in use has about 10 MB: what is larger is another kind of file.</summary>
    public const int LargestBytes = 64 << 20;

    public static byte[] ReadAllBytes(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            if (stream.Length > LargestBytes)
            {
                throw new TokenizerFileException(file, null, $"the file has {stream.Length:N0} bytes, more than any tokenizer's ({LargestBytes:N0}). Check that the path is right.");
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new TokenizerFileException(file, null, $"the file cannot be read. Check that it exists and may be opened. ({e.Message})", e);
        }
    }
}
