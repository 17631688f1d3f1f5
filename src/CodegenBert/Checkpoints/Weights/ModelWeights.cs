using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Checkpoints.Names;
using CodegenBert.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Checkpoints.Weights;

/// <summary>The weights of a folder: of an encoder that someone pretrained, or of a whole model that we or transformers saved.</summary>
internal static class ModelWeights
{
    /// <summary>An encoder's weights; what else the file has stays there.</summary>
    /// <param name="folder">The encoder's folder.</param>
    /// <param name="configuration">The encoder's.</param>
    /// <exception cref="CheckpointException">The file is broken, or a weight is missing or has another shape.</exception>
    public static LoadedWeights LoadEncoder(string folder, EncoderConfiguration configuration)
    {
        using WeightFiles files = WeightFiles.OpenFolder(folder);
        return WeightLoading.Load(files, configuration.Family, ExpectedWeights.OfEncoder(configuration));
    }

    /// <summary>The weights of an encoder and a head. The caller owns them.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="configuration">The encoder's.</param>
    /// <param name="head">The head.</param>
    /// <param name="readsPooler">Whether the head reads the pooler, which then must be there.</param>
    /// <param name="headWeights">The head's weights.</param>
    /// <exception cref="CheckpointException">A file is broken, or a weight is missing or has another shape.</exception>
    public static Dictionary<string, Tensor> LoadModel(
        string folder, EncoderConfiguration configuration, HeadDefinition head, bool readsPooler, IEnumerable<ExpectedWeight> headWeights)
    {
        ModelLayout layout = LayoutOf(configuration, head);
        IEnumerable<ExpectedWeight> encoderWeights = ExpectedWeights.OfEncoder(configuration).Select(weight => weight with { Optional = weight.Optional && !readsPooler });
        IEnumerable<ExpectedWeight> ownPooler = readsPooler && !configuration.Family.HasPooler ? ExpectedWeights.Pooler(configuration) : [];
        ILookup<string, ExpectedWeight> files = Place([.. encoderWeights, .. ownPooler, .. headWeights], layout, configuration.Family);
        using DisposeScope scope = NewDisposeScope();
        using WeightFiles model = WeightFiles.OpenFolder(folder);
        Dictionary<string, Tensor> weights = WeightLoading.Load(model, configuration.Family, files[ModelLayout.ModelFile]).Weights;
        if (layout.HasHeadFile)
        {
            using WeightFiles beside = WeightFiles.Open(Path.Combine(folder, ModelLayout.HeadFile));
            foreach ((string name, Tensor weight) in WeightLoading.Load(beside, configuration.Family, files[ModelLayout.HeadFile]).Weights)
            {
                weights.Add(name, weight);
            }
        }

        scope.Detach(weights.Values);
        return weights;
    }

    /// <summary>Writes a model's weights.</summary>
    /// <param name="folder">The folder; the files must not exist.</param>
    /// <param name="configuration">The encoder's.</param>
    /// <param name="head">The head.</param>
    /// <param name="weights">The weights by the core's names.</param>
    public static void Save(string folder, EncoderConfiguration configuration, HeadDefinition head, IEnumerable<KeyValuePair<string, Tensor>> weights)
    {
        ModelLayout layout = LayoutOf(configuration, head);
        var placed = weights.Select(weight => (Place: layout.PlaceOf(weight.Key), weight.Value)).Where(weight => weight.Place is not null);
        foreach (var file in placed.GroupBy(weight => weight.Place!.File))
        {
            using DisposeScope scope = NewDisposeScope();
            SafetensorsWriter.Write(Path.Combine(folder, file.Key), file.Select(weight => KeyValuePair.Create(weight.Place!.Name, weight.Value.detach().cpu().contiguous())));
        }
    }

    /// <summary>Where a model with that head has its weights.</summary>
    public static ModelLayout LayoutOf(EncoderConfiguration configuration, HeadDefinition head) =>
        new(configuration.Family, configuration.Family.HeadOf(head, configuration.Layers, configuration.HiddenSize));

    private static ILookup<string, ExpectedWeight> Place(IEnumerable<ExpectedWeight> weights, ModelLayout layout, EncoderFamily family) =>
        weights.Select(weight => (Weight: weight, Place: layout.PlaceOf(weight.Name))).Where(weight => weight.Place is not null)
            .ToLookup(weight => weight.Place!.File, weight => weight.Weight with { StoredAs = WeightName.Canonical(weight.Place!.Name, family) });
}
