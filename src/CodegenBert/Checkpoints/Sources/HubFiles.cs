using System.Text.Json;

namespace CodegenBert.Checkpoints.Sources;

/// <summary>The files of a repository that make an encoder.</summary>
internal static class HubFiles
{
    private const string IndexSuffix = ".index.json";
    private const int MostShards = 1_000;
    private const long MostWeightBytes = 64L << 30;
    private const long MostOtherBytes = 64 << 20;

    /// <summary>The best first: safetensors before pickles, one file before several.</summary>
    private static readonly string[] Weights = ["model.safetensors", "model.safetensors" + IndexSuffix, "pytorch_model.bin", "pytorch_model.bin" + IndexSuffix];

    private static readonly string[] Vocabularies = ["vocab.txt", "tokenizer.json"];

    /// <summary>The configuration and the tokenizer's files: what is small comes first, so that a folder with weights has all of it.</summary>
    /// <param name="offered">What the repository has.</param>
    public static IEnumerable<string> Described(IReadOnlySet<string> offered) =>
        ["config.json", .. Vocabularies.Append("tokenizer_config.json").Append("special_tokens_map.json").Append("added_tokens.json").Where(offered.Contains)];

    /// <summary>The file of weights, or the index of several; null if there is none.</summary>
    public static string? WeightsOf(Func<string, bool> isThere) => Array.Find(Weights, name => isThere(name));

    /// <summary>Whether there is a vocabulary.</summary>
    public static bool HasVocabulary(Func<string, bool> isThere) => Vocabularies.Any(isThere);

    public static bool IsIndex(string name) => name.EndsWith(IndexSuffix, StringComparison.Ordinal);

    /// <summary>How large a file may be.</summary>
    public static long MostBytes(string name) => IsIndex(name) || !(name.EndsWith(".safetensors", StringComparison.Ordinal) || name.EndsWith(".bin", StringComparison.Ordinal)) ? MostOtherBytes : MostWeightBytes;

    /// <summary>The files that an index names.</summary>
    /// <param name="path">The index.</param>
    /// <exception cref="CheckpointException">It is broken, or names what is no file of weights in the same folder.</exception>
    public static IReadOnlyList<string> Shards(string path)
    {
        JsonFields index = JsonFields.Read(path);
        if (index.Element("weight_map") is not { ValueKind: JsonValueKind.Object } map)
        {
            throw new CheckpointException($"{path}: \"weight_map\" is missing, or no object. Fetch the file again.");
        }

        string[] shards = [.. map.EnumerateObject().Select(weight => weight.Value.ValueKind == JsonValueKind.String ? weight.Value.GetString()! : "").Distinct(StringComparer.Ordinal)];
        string suffix = Path.GetExtension(Path.GetFileName(path)[..^IndexSuffix.Length]);
        return Array.Find(shards, name => !HubName.IsFile(name) || !name.EndsWith(suffix, StringComparison.Ordinal)) is { } foreign
            ? throw new CheckpointException($"{path}: \"weight_map\" names {Shown.Text(foreign)}, which is no {suffix} file of the same folder. Do not use this repository.")
            : shards.Length is > 0 and <= MostShards ? shards
            : throw new CheckpointException($"{path}: \"weight_map\" names {shards.Length} files; 1 to {MostShards} are supported.");
    }

    /// <summary>Whether a folder has everything that is needed; a link whose target is gone counts for nothing.</summary>
    public static bool AreIn(string folder)
    {
        bool IsThere(string name)
        {
            var file = new FileInfo(Path.Combine(folder, name));
            return (file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true)) is { Exists: true };
        }

        return IsThere("config.json") && HasVocabulary(IsThere) && WeightsOf(IsThere) is { } weights
            && (!IsIndex(weights) || Shards(Path.Combine(folder, weights)).All(IsThere));
    }
}
