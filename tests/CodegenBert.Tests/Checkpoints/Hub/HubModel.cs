using System.Security.Cryptography;
using System.Text;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>The repository that the tests' hub has: the kit's smallest model with a vocabulary.</summary>
internal static class HubModel
{
    public const string Name = "contoso/tiny-bert", Commit = "0123456789abcdef0123456789abcdef01234567", Weights = "model.safetensors";

    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. TinyEncoder.Words];

    public static EncoderReference Reference { get; } = new(EncoderSource.Hub, Name);

    public static Dictionary<string, byte[]> Files() => new(StringComparer.Ordinal)
    {
        ["README.md"] = "not fetched"u8.ToArray(),
        ["config.json"] = Kit("config.json"),
        [Weights] = Kit(Weights),
        ["vocab.txt"] = Encoding.UTF8.GetBytes(string.Join('\n', Vocabulary)),
        ["tokenizer_config.json"] = """{ "do_lower_case": true }"""u8.ToArray(),
    };

    /// <summary>What a snapshot has of them.</summary>
    public static string[] Fetched { get; } = ["config.json", Weights, "tokenizer_config.json", "vocab.txt"];

    /// <summary>Weights lie in Git LFS.</summary>
    public static bool IsLarge(string name) => name.EndsWith(".safetensors", StringComparison.Ordinal) || name.EndsWith(".bin", StringComparison.Ordinal);

    /// <summary>Git LFS names a file by its SHA-256, git by the SHA-1 of its length and content.</summary>
#pragma warning disable CA5350 // git's names are what they are
    public static string Hash(string name, byte[] content) => Convert.ToHexStringLower(
        IsLarge(name) ? SHA256.HashData(content) : SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350

    private static byte[] Kit(string name) => File.ReadAllBytes(Path.Combine(Tests.Kit.Folder, "families", "bert-for-sequence-classification", name));
}
