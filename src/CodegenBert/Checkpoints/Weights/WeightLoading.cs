using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Checkpoints.Names;
using static TorchSharp.torch;

namespace CodegenBert.Checkpoints.Weights;

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
    /// <param name="files">The files.</param>
    /// <param name="family">Whose names the file has.</param>
    /// <param name="expected">What the model is made of.</param>
    /// <exception cref="CheckpointException">A tensor is missing, has another shape, or is there twice.</exception>
    public static LoadedWeights Load(WeightFiles files, EncoderFamily family, IEnumerable<ExpectedWeight> expected)
    {
        Dictionary<string, (WeightFile File, StoredTensor Tensor)> entries = ByCanonicalName(files, family);
        IReadOnlyList<ExpectedWeight> weights = [.. expected];
        HashSet<string> known = [.. weights.Select(weight => weight.StoredAs)];
        string[] unexpected = [.. entries.Where(entry => !known.Contains(entry.Key)).Select(entry => entry.Value.Tensor.Name).Order(StringComparer.Ordinal)];
        List<string> problems = [.. weights.Select(weight => Problem(weight, entries.GetValueOrDefault(weight.StoredAs).Tensor)).OfType<string>()];
        if (problems.Count > 0)
        {
            string others = unexpected.Length == 0 ? "" : $" What it has and no {family.EncoderClass} needs: {Some(unexpected.Select(name => $"'{name}'"), ", ")}.";
            throw new CheckpointException($"{files.Path}: the weights are not this model's: {Some(problems, "; ")}.{others}");
        }

        return new(Read([.. weights.Where(weight => entries.ContainsKey(weight.StoredAs)).Select(weight => (weight.Name, entries[weight.StoredAs]))]), unexpected);
    }

    private static Dictionary<string, (WeightFile File, StoredTensor Tensor)> ByCanonicalName(WeightFiles files, EncoderFamily family)
    {
        var entries = new Dictionary<string, (WeightFile File, StoredTensor Tensor)>(StringComparer.Ordinal);
        foreach ((WeightFile File, StoredTensor Tensor) entry in files.Tensors.Values)
        {
            string name = WeightName.Canonical(entry.Tensor.Name, family);
            if (!entries.TryAdd(name, entry))
            {
                throw new CheckpointException($"{files.Path}: '{entry.Tensor.Name}' and '{entries[name].Tensor.Name}' are the same weight under two names. Remove one.");
            }
        }

        return entries;
    }

    private static string? Problem(ExpectedWeight weight, StoredTensor? entry) =>
        entry is null ? (weight.Optional ? null : $"'{weight.StoredAs}' is missing")
        : entry.Shape.SequenceEqual(weight.Shape) ? null
        : $"'{weight.StoredAs}' is [{string.Join(", ", entry.Shape)}], not [{string.Join(", ", weight.Shape)}] as config.json and the spec say";

    private static Dictionary<string, Tensor> Read(IReadOnlyList<(string Name, (WeightFile File, StoredTensor Tensor) Entry)> found)
    {
        var weights = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach ((string name, (WeightFile file, StoredTensor tensor)) in found)
            {
                weights.Add(name, file.ReadFloat32(tensor));
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
