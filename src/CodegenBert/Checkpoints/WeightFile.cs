using CodegenBert.Checkpoints.Formats;
using CodegenBert.Checkpoints.Names;
using static TorchSharp.torch;

namespace CodegenBert.Checkpoints;

/// <summary>Loads the weights of a model folder by the names and shapes that the model needs.</summary>
internal static class WeightFile
{
    /// <summary>The file that is read.</summary>
    public const string FileName = "model.safetensors";

    /// <summary>
    /// Reads the expected tensors, widened to float32. Shapes are checked, and everything missing is named at once, before a tensor is read.
    /// Tensors that are not expected (other heads, <c>position_ids</c>) are left in the file. The caller owns the tensors.
    /// </summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="expected">What the model is made of.</param>
    /// <exception cref="CheckpointException">The file is broken, or a tensor is missing or has another shape.</exception>
    public static Dictionary<string, Tensor> Load(string folder, IEnumerable<ExpectedWeight> expected)
    {
        string path = Path.Combine(folder, FileName);
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in reader.Entries.Values)
        {
            if (!entries.TryAdd(WeightName.Canonical(entry.Name), entry))
            {
                throw new CheckpointException($"{path}: '{entry.Name}' and '{entries[WeightName.Canonical(entry.Name)].Name}' are the same weight under two names.");
            }
        }

        List<(ExpectedWeight Weight, SafetensorsEntry Entry)> found = Match(path, expected, entries);
        var weights = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach ((ExpectedWeight weight, SafetensorsEntry entry) in found)
            {
                weights.Add(weight.Name, reader.ReadFloat32(entry));
            }

            return weights;
        }
        catch
        {
            foreach (Tensor weight in weights.Values)
            {
                weight.Dispose();
            }

            throw;
        }
    }

    private static List<(ExpectedWeight Weight, SafetensorsEntry Entry)> Match(string path, IEnumerable<ExpectedWeight> expected, Dictionary<string, SafetensorsEntry> entries)
    {
        var found = new List<(ExpectedWeight, SafetensorsEntry)>();
        var problems = new List<string>();
        foreach (ExpectedWeight weight in expected)
        {
            if (!entries.TryGetValue(weight.Name, out SafetensorsEntry? entry))
            {
                if (!weight.Optional)
                {
                    problems.Add($"'{weight.Name}' is missing");
                }
            }
            else if (!entry.Shape.SequenceEqual(weight.Shape))
            {
                problems.Add($"'{weight.Name}' is [{string.Join(", ", entry.Shape)}], not [{string.Join(", ", weight.Shape)}] as config.json says");
            }
            else
            {
                found.Add((weight, entry));
            }
        }

        const int shown = 10;
        return problems.Count == 0
            ? found
            : throw new CheckpointException(
                $"{path}: the weights are not this model's: {string.Join("; ", problems.Take(shown))}{(problems.Count > shown ? $"; and {problems.Count - shown} more" : "")}.");
    }
}
