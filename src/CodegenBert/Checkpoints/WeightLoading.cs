using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Checkpoints.Names;
using static TorchSharp.torch;

namespace CodegenBert.Checkpoints;

/// <summary>What was taken from a file of weights.</summary>
/// <param name="Weights">The tensors in float32 by the core's names; the caller owns them.</param>
/// <param name="Unexpected">What else the file has, by its own names: other heads, buffers.</param>
internal sealed record LoadedWeights(Dictionary<string, Tensor> Weights, IReadOnlyList<string> Unexpected);

/// <summary>Loads the weights of a model by the names and shapes that the model needs.</summary>
internal static class WeightLoading
{
    private const int MostShown = 10;

    /// <summary>
    /// Reads the expected tensors, widened to float32. Shapes are checked, and everything missing is named at once with what is there in its
    /// place, before a tensor is read. Tensors that are not expected are left in the file.
    /// </summary>
    /// <param name="reader">The file.</param>
    /// <param name="family">Whose names the file has.</param>
    /// <param name="expected">What the model is made of.</param>
    /// <exception cref="CheckpointException">A tensor is missing, has another shape, or is there twice.</exception>
    public static LoadedWeights Load(SafetensorsReader reader, EncoderFamily family, IEnumerable<ExpectedWeight> expected)
    {
        Dictionary<string, SafetensorsEntry> entries = ByCanonicalName(reader, family);
        IReadOnlyList<ExpectedWeight> weights = [.. expected];
        HashSet<string> known = [.. weights.Select(weight => weight.StoredAs)];
        string[] unexpected = [.. entries.Where(entry => !known.Contains(entry.Key)).Select(entry => entry.Value.Name).Order(StringComparer.Ordinal)];
        List<string> problems = [.. weights.Select(weight => Problem(weight, entries.GetValueOrDefault(weight.StoredAs))).OfType<string>()];
        if (problems.Count > 0)
        {
            string others = unexpected.Length == 0 ? "" : $" What it has and no {family.EncoderClass} needs: {Some(unexpected.Select(name => $"'{name}'"), ", ")}.";
            throw new CheckpointException($"{reader.Path}: the weights are not this model's: {Some(problems, "; ")}.{others}");
        }

        return new(Read(reader, [.. weights.Where(weight => entries.ContainsKey(weight.StoredAs)).Select(weight => (weight.Name, entries[weight.StoredAs]))]), unexpected);
    }

    private static Dictionary<string, SafetensorsEntry> ByCanonicalName(SafetensorsReader reader, EncoderFamily family)
    {
        var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in reader.Entries.Values)
        {
            string name = WeightName.Canonical(entry.Name, family);
            if (!entries.TryAdd(name, entry))
            {
                throw new CheckpointException($"{reader.Path}: '{entry.Name}' and '{entries[name].Name}' are the same weight under two names. Remove one.");
            }
        }

        return entries;
    }

    private static string? Problem(ExpectedWeight weight, SafetensorsEntry? entry) =>
        entry is null ? (weight.Optional ? null : $"'{weight.StoredAs}' is missing")
        : entry.Shape.SequenceEqual(weight.Shape) ? null
        : $"'{weight.StoredAs}' is [{string.Join(", ", entry.Shape)}], not [{string.Join(", ", weight.Shape)}] as config.json and the spec say";

    private static Dictionary<string, Tensor> Read(SafetensorsReader reader, IReadOnlyList<(string Name, SafetensorsEntry Entry)> found)
    {
        var weights = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach ((string name, SafetensorsEntry entry) in found)
            {
                weights.Add(name, reader.ReadFloat32(entry));
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

    private static string Some(IEnumerable<string> items, string separator)
    {
        string[] all = [.. items];
        return string.Join(separator, all.Take(MostShown)) + (all.Length > MostShown ? $"{separator}and {all.Length - MostShown} more" : "");
    }
}
