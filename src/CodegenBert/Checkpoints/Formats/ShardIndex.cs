using System.Text.Json;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>The index of weights in several files: <c>weight_map</c> tells the file of each tensor.</summary>
internal sealed class ShardIndex
{
    private const int MostShards = 1_000;

    /// <summary>What the name of an index ends with.</summary>
    private const string Suffix = ".index.json";

    private ShardIndex(IReadOnlyDictionary<string, string> shardOf)
    {
        ShardOf = shardOf;
        Shards = [.. shardOf.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>For each tensor the name of its file.</summary>
    public IReadOnlyDictionary<string, string> ShardOf { get; }

    /// <summary>Names of the files, which lie in the index's own folder.</summary>
    public IReadOnlyList<string> Shards { get; }

    /// <summary>Whether a file of weights, by its name, is an index.</summary>
    public static bool IsIndex(string name) => name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an index. A name that leads out of its folder is refused.</summary>
    /// <param name="path">The index.</param>
    /// <exception cref="CheckpointException">It is broken, or names what is no file of weights in the same folder.</exception>
    public static ShardIndex Read(string path)
    {
        JsonFields fields = JsonFields.Read(path);
        if (fields.Element("weight_map") is not { ValueKind: JsonValueKind.Object } map)
        {
            throw new CheckpointException($"{path}: \"weight_map\", an object with the file of each tensor, is expected. Fetch the file again.");
        }

        string extension = Path.GetExtension(Path.GetFileName(path)[..^Suffix.Length]);
        var shardOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            string? name = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
            shardOf[entry.Name] = IsPlain(name, extension) ? name! : throw fields.Refuse("weight_map", entry.Value.GetRawText(), $"the name of a {extension} file in the same folder");
        }

        var index = new ShardIndex(shardOf);
        return index.Shards.Count is > 0 and <= MostShards ? index : throw new CheckpointException($"{path}: it names {index.Shards.Count} files; 1 to {MostShards} are read.");
    }

    private static bool IsPlain(string? name, string extension) =>
        name is not null && name.AsSpan().IndexOfAny("/\\:\0") < 0 && !name.Any(char.IsControl) && !name.StartsWith('.') && extension.Length > 0 && name.EndsWith(extension, StringComparison.Ordinal);
}
