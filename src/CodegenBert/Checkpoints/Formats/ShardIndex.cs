using System.Text.Json;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>The index of weights in several files: <c>weight_map</c> tells the file of each tensor.</summary>
internal sealed class ShardIndex
{
    private const int MostShards = 1_000;

    private ShardIndex(IReadOnlyDictionary<string, string> shardOf) => ShardOf = shardOf;

    /// <summary>For each tensor the path of its file.</summary>
    public IReadOnlyDictionary<string, string> ShardOf { get; }

    /// <summary>The files.</summary>
    public IEnumerable<string> Shards => ShardOf.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Reads an index. Its files lie in its own folder: a name that leads elsewhere is refused.</summary>
    /// <param name="path">The index.</param>
    /// <exception cref="CheckpointException">It is broken, or names a file that is missing or elsewhere.</exception>
    public static ShardIndex Read(string path)
    {
        JsonFields fields = JsonFields.Read(path);
        if (fields.Element("weight_map") is not { ValueKind: JsonValueKind.Object } map)
        {
            throw new CheckpointException($"{path}: \"weight_map\", an object with the file of each tensor, is expected. Fetch the file again.");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var shardOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            string? name = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
            shardOf[entry.Name] = IsPlain(name) ? Path.Combine(folder, name!) : throw fields.Refuse("weight_map", entry.Value.GetRawText(), "the name of a .safetensors or .bin file in the same folder");
        }

        var index = new ShardIndex(shardOf);
        if (index.Shards.Count() is 0 or > MostShards)
        {
            throw new CheckpointException($"{path}: it names {index.Shards.Count()} files; 1 to {MostShards} are read.");
        }

        return index.Shards.FirstOrDefault(shard => !File.Exists(shard)) is { } missing
            ? throw new CheckpointException($"{path}: the file {Path.GetFileName(missing)}, which it names, is missing. Fetch all files of the model.")
            : index;
    }

    private static bool IsPlain(string? name) => name is not null
        && name.AsSpan().IndexOfAny("/\\:\0") < 0
        && !name.StartsWith('.')
        && (name.EndsWith(".safetensors", StringComparison.Ordinal) || name.EndsWith(".bin", StringComparison.Ordinal));
}
