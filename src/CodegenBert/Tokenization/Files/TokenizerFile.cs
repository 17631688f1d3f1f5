using System.Text.Json;

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

    /// <summary>Reads a file that holds one JSON object.</summary>
    /// <param name="file">The file.</param>
    /// <param name="read">Takes what it needs of the object.</param>
    public static T ReadJsonObject<T>(string file, Func<JsonElement, T> read)
    {
        byte[] bytes = ReadAllBytes(file);
        string remedy = $"Take the model's own {Path.GetFileName(file)}.";
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw new TokenizerFileException(file, null, $"the file is not a JSON object. {remedy}");
        }
        catch (JsonException e)
        {
            int? line = e.LineNumber is { } number ? (int)number + 1 : null;
            throw new TokenizerFileException(file, line, $"the file is not valid JSON. {remedy} ({e.Message})", e);
        }
        catch (InvalidOperationException e)
        {
            // System.Text.Json's word for a string that is not valid Unicode.
            throw new TokenizerFileException(file, null, $"a string in the file is not valid Unicode. {remedy} ({e.Message})", e);
        }
    }
}
