using CodegenBert.Checkpoints.Formats;

namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>The files of a repository that make an encoder.</summary>
internal static class HubFiles
{
    private const long MostWeightBytes = 64L << 30;
    private const long MostOtherBytes = 64 << 20;

    private static readonly string[] Vocabularies = ["vocab.txt", "tokenizer.json"];

    /// <summary>The configuration and the tokenizer's files: what is small comes first, so that a folder with weights has all of it.</summary>
    /// <param name="offered">What the repository has.</param>
    public static IEnumerable<string> Described(IReadOnlySet<string> offered) =>
        ["config.json", .. Vocabularies.Append("tokenizer_config.json").Append("special_tokens_map.json").Append("added_tokens.json").Where(offered.Contains)];

    /// <summary>Whether there is a vocabulary.</summary>
    public static bool HasVocabulary(Func<string, bool> isThere) => Vocabularies.Any(isThere);

    /// <summary>How large a file may be.</summary>
    public static long MostBytes(string name) => ShardIndex.IsIndex(name) || !(name.EndsWith(".safetensors", StringComparison.Ordinal) || name.EndsWith(".bin", StringComparison.Ordinal)) ? MostOtherBytes : MostWeightBytes;

    /// <summary>Whether a folder has everything that is needed; a link whose target is gone counts for nothing.</summary>
    public static bool AreIn(string folder)
    {
        bool IsThere(string name)
        {
            var file = new FileInfo(Path.Combine(folder, name));
            return (file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true)) is { Exists: true };
        }

        return IsThere("config.json") && HasVocabulary(IsThere) && WeightFiles.Find(IsThere) is { } weights
            && (!ShardIndex.IsIndex(weights) || ShardIndex.Read(Path.Combine(folder, weights)).Shards.All(IsThere));
    }
}
