using System.Text;
using CodegenBert.Tokenization.WordPiece;

namespace CodegenBert.Tokenization.Files;

/// <summary>
/// Reads <c>vocab.txt</c>: a token a line, the first has id 0. As in Hugging Face's reader, lines end with LF, CR LF or CR, an
/// empty line takes an id too, and of equal lines the last gives the id.
/// </summary>
internal static class VocabularyFile
{
    /// <summary>The file's name in a model's folder.</summary>
    public const string FileName = "vocab.txt";

    private const int LongestToken = 1 << 12;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Each id's token; null where a later line has the same.</summary>
    public static string?[] Read(string file)
    {
        ReadOnlySpan<byte> rest = TokenizerFile.ReadAllBytes(file);
        if (rest.StartsWith(Encoding.UTF8.Preamble))
        {
            // Hugging Face would take the mark as part of the first token and give [PAD] an id that the model does not have.
            throw new TokenizerFileException(file, 1, "the file starts with a byte order mark, which would be part of the first token. Save it as UTF-8 without one.");
        }

        var tokens = new List<string?>();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!rest.IsEmpty)
        {
            int length = rest.IndexOfAny((byte)'\r', (byte)'\n');
            ReadOnlySpan<byte> line = length < 0 ? rest : rest[..length];
            string token = Decode(file, tokens.Count + 1, line);
            if (ids.TryGetValue(token, out int earlier))
            {
                tokens[earlier] = null;
            }

            ids[token] = tokens.Count;
            tokens.Add(token);
            rest = rest[line.Length..];
            rest = rest[(rest.StartsWith("\r\n"u8) ? 2 : Math.Min(1, rest.Length))..];
        }

        return [.. tokens];
    }

    private static string Decode(string file, int line, ReadOnlySpan<byte> bytes)
    {
        if (line > Vocabulary.MostTokens || bytes.Length > LongestToken)
        {
            throw new TokenizerFileException(file, line, $"the file is no vocabulary: it has more than {Vocabulary.MostTokens:N0} lines or one of more than {LongestToken:N0} bytes. Check that the path is right.");
        }

        try
        {
            return s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new TokenizerFileException(file, line, "the line is not valid UTF-8. Save the file as UTF-8, or download it again.", e);
        }
    }
}
