using System.Text.Json;
using CodegenBert.Tokenization;

namespace CodegenBert.Tests.Tokenization;

/// <summary>The conformance kit's tokenizer files, and the tokenizers that they are about.</summary>
internal static class TokenizerKit
{
    public const string Uncased = "bert-base-uncased";
    public const string Cased = "bert-base-cased";
    public const string Multilingual = "bert-base-multilingual-cased";
    public const string Chinese = "bert-base-chinese";

    public static string EncoderFolder { get; } = Path.Combine(AppContext.BaseDirectory, "encoders", "minilm-l6");

    public static string UncasedVocabulary { get; } = Path.Combine(EncoderFolder, "vocab.txt");

    public static BertWordPieceTokenizer UncasedTokenizer { get; } = BertWordPieceTokenizer.Load(EncoderFolder);

    public static BertWordPieceTokenizer TokenizerOf(string name) => name == Uncased
        ? UncasedTokenizer
        : BertWordPieceTokenizer.Create(
            SharedData.PathOf("vocab", name, "vocab.txt"),
            new BertWordPieceOptions { LowerCase = name is not (Cased or Multilingual) });

    public static IEnumerable<JsonElement> Read(string name, string kind)
    {
        string path = Path.Combine(Kit.Folder, "tokenizer", $"{name}.{kind}.jsonl");
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }

    public static string Text(this JsonElement row, string key) => row.GetProperty(key).GetString()!;

    public static string? TextOrNull(this JsonElement row, string key) => row.GetProperty(key).GetString();

    public static int[] Ints(this JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];

    public static string Join<T>(IEnumerable<T> values) => string.Join(' ', values);
}
