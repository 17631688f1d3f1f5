using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Names;
using CodegenBert.Tasks;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>Builds models from folders: a pretrained encoder with a new head, or a whole saved model.</summary>
internal static class ClassifierFactory
{
    /// <summary>A pretrained encoder with a head drawn from N(0, initializer_range), biases 0 (transformers' <c>_init_weights</c>).</summary>
    /// <param name="task">The task.</param>
    /// <param name="folder">The encoder's folder.</param>
    /// <param name="seed">Of the new weights.</param>
    /// <param name="newPooler">Whether the checkpoint lacks the pooler that the head reads, so that it starts at random and is trained in every freezing.</param>
    /// <exception cref="CheckpointException">The folder is missing or broken, or the spec does not fit the encoder.</exception>
    public static SequenceClassifier Create(TaskDefinition task, string folder, int seed, out bool newPooler)
    {
        EncoderConfiguration configuration = Configure(task, folder);
        Dictionary<string, Tensor> weights = WeightFile.Load(folder, ExpectedWeights.OfEncoder(configuration));
        var plan = new FeaturePlan(task.Head, configuration.Layers);
        newPooler = plan.ReadsPooler && !weights.ContainsKey("pooler.dense.weight");
        int width = plan.Features.Count * configuration.HiddenSize;
        IEnumerable<ExpectedWeight> fresh =
        [
            .. newPooler ? ExpectedWeights.Linear("pooler.dense", configuration.HiddenSize, configuration.HiddenSize) : [],
            .. HeadLayout.Weights(task.Head, width, task.LogitCount),
        ];
        using var generator = new Generator((ulong)seed);
        foreach (ExpectedWeight weight in fresh)
        {
            weights.Add(weight.Name, weight.Shape.Length == 1
                ? zeros(weight.Shape)
                : randn(weight.Shape, generator: generator).mul_(configuration.InitializerRange));
        }

        bool poolerFrozen = task.Freeze.Kind == FreezeKind.All && !newPooler;
        return Build(task, configuration, weights, task.Freeze.FrozenLayers(configuration.Layers), poolerFrozen);
    }

    /// <summary>A saved model, with nothing to be trained.</summary>
    /// <param name="task">The task.</param>
    /// <param name="folder">The model's folder.</param>
    /// <exception cref="CheckpointException">The folder is missing or broken.</exception>
    public static SequenceClassifier Load(TaskDefinition task, string folder)
    {
        EncoderConfiguration configuration = Configure(task, folder);
        int width = new FeaturePlan(task.Head, configuration.Layers).Features.Count * configuration.HiddenSize;
        Dictionary<string, Tensor> weights = WeightFile.Load(
            folder, [.. ExpectedWeights.OfEncoder(configuration), .. HeadLayout.Weights(task.Head, width, task.LogitCount)]);
        SequenceClassifier classifier = Build(task, configuration, weights, configuration.Layers, poolerFrozen: true);
        foreach (ModelParameter parameter in classifier.Parameters.All)
        {
            parameter.Trained = false;
        }

        return classifier;
    }

    private static EncoderConfiguration Configure(TaskDefinition task, string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new CheckpointException(
                $"{folder}: the folder is missing. {task.SpecPath} asks for the encoder '{task.Encoder.Name}': reference its package, or give the path of a folder.");
        }

        EncoderConfiguration configuration = EncoderConfiguration.Read(Path.Combine(folder, "config.json"));
        try
        {
            _ = task.Head.Layers.Resolve(configuration.Layers);
            _ = task.Freeze.FrozenLayers(configuration.Layers);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new CheckpointException($"{task.SpecPath}: the spec does not fit the encoder in {folder}: {e.Message}", e);
        }

        if (task.Input.Kind == InputKind.Pair && configuration.TypeVocabularySize < 2)
        {
            throw new CheckpointException($"{task.SpecPath}: the input is a pair, but the encoder in {folder} has one segment (type_vocab_size {configuration.TypeVocabularySize}).");
        }

        return task.Tokenizer.MaxLength <= configuration.MaxPositions
            ? configuration
            : throw new CheckpointException(
                $"{task.SpecPath}: max_length is {task.Tokenizer.MaxLength}, but the encoder in {folder} has {configuration.MaxPositions} positions.");
    }

    private static SequenceClassifier Build(
        TaskDefinition task, EncoderConfiguration configuration, Dictionary<string, Tensor> weights, int frozenLayers, bool poolerFrozen)
    {
        var parameters = new ParameterSet();
        foreach ((string name, Tensor value) in weights)
        {
            parameters.Add(name, value);
        }

        return new SequenceClassifier(configuration, task.Head, parameters, frozenLayers, poolerFrozen);
    }
}
