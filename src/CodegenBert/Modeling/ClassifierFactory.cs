using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Names;
using CodegenBert.Checkpoints.Weights;
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
    /// <param name="notes">What the weights' files had too little or too much.</param>
    /// <param name="reinitializedLayers">How many of the top layers that the head reads start from new weights too, and with them the pooler if it is read.</param>
    /// <exception cref="CheckpointException">The folder is missing or broken, or the spec does not fit the encoder.</exception>
    public static SequenceClassifier Create(TaskDefinition task, string folder, int seed, out LoadingNotes notes, int reinitializedLayers = 0)
    {
        EncoderConfiguration configuration = Configure(task, folder);
        (Dictionary<string, Tensor> weights, IReadOnlyList<string> unexpected) = ModelWeights.LoadEncoder(folder, configuration);
        var plan = new FeaturePlan(task.Head, configuration.Layers);
        bool newPooler = plan.ReadsPooler && !weights.ContainsKey("pooler.dense.weight");
        notes = new(newPooler, unexpected);
        using var generator = new Generator((ulong)seed);
        foreach (ExpectedWeight weight in newPooler ? ExpectedWeights.Pooler(configuration) : [])
        {
            weights.Add(weight.Name, Draw(weight, configuration, generator));
        }

        foreach ((string name, Tensor value) in DrawHead(task, configuration, generator))
        {
            weights.Add(name, value);
        }

        foreach (ExpectedWeight weight in Reinitialized(task, configuration, plan, reinitializedLayers))
        {
            weights[weight.Name].Dispose();
            weights[weight.Name] = Draw(weight, configuration, generator);
        }

        return Build(task, configuration, weights, newPooler);
    }

    /// <summary>The new head that <see cref="Create"/> draws with that seed where the encoder has all that is read; the caller owns the tensors.</summary>
    /// <param name="task">The task.</param>
    /// <param name="configuration">The encoder's.</param>
    /// <param name="seed">Of the new weights.</param>
    public static IReadOnlyDictionary<string, Tensor> NewHead(TaskDefinition task, EncoderConfiguration configuration, int seed)
    {
        using var generator = new Generator((ulong)seed);
        return DrawHead(task, configuration, generator).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>A saved model, to be trained further by the task's freezing.</summary>
    /// <param name="task">The task.</param>
    /// <param name="folder">The model's folder.</param>
    /// <exception cref="CheckpointException">The folder is missing or broken.</exception>
    public static SequenceClassifier Continue(TaskDefinition task, string folder)
    {
        EncoderConfiguration configuration = Configure(task, folder);
        return Build(task, configuration, LoadModel(task, folder, configuration), poolerIsNew: false);
    }

    /// <summary>A saved model, with nothing to be trained.</summary>
    /// <param name="task">The task.</param>
    /// <param name="folder">The model's folder.</param>
    /// <exception cref="CheckpointException">The folder is missing or broken.</exception>
    public static SequenceClassifier Load(TaskDefinition task, string folder)
    {
        EncoderConfiguration configuration = Configure(task, folder);
        SequenceClassifier classifier = Build(task, configuration, LoadModel(task, folder, configuration), poolerIsNew: false);
        foreach (ModelParameter parameter in classifier.Parameters.All)
        {
            parameter.Trained = false;
        }

        return classifier;
    }

    private static Dictionary<string, Tensor> LoadModel(TaskDefinition task, string folder, EncoderConfiguration configuration)
    {
        var plan = new FeaturePlan(task.Head, configuration.Layers);
        return ModelWeights.LoadModel(folder, configuration, task.Head, plan.ReadsPooler, Head(task, plan, configuration));
    }

    private static IEnumerable<ExpectedWeight> Head(TaskDefinition task, FeaturePlan plan, EncoderConfiguration configuration) =>
        HeadLayout.Weights(task.Head, plan.Features.Count * configuration.HiddenSize, task.LogitCount);

    private static IEnumerable<KeyValuePair<string, Tensor>> DrawHead(TaskDefinition task, EncoderConfiguration configuration, Generator generator) =>
        Head(task, new FeaturePlan(task.Head, configuration.Layers), configuration).Select(weight => KeyValuePair.Create(weight.Name, Draw(weight, configuration, generator)));

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

        if (task.Input.Kind == InputKind.Pair && configuration.TypeVocabularySize == 1)
        {
            throw new CheckpointException($"{task.SpecPath}: the input is a pair, but the encoder in {folder} has one segment (type_vocab_size {configuration.TypeVocabularySize}).");
        }

        return task.Tokenizer.MaxLength <= configuration.MaxPositions
            ? configuration
            : throw new CheckpointException(
                $"{task.SpecPath}: max_length is {task.Tokenizer.MaxLength}, but the encoder in {folder} has {configuration.MaxPositions} positions.");
    }

    /// <summary>LayerNorm starts as the identity, biases at 0, matrices from N(0, initializer_range) (transformers' <c>_init_weights</c>).</summary>
    private static Tensor Draw(ExpectedWeight weight, EncoderConfiguration configuration, Generator generator) =>
        weight.Shape.Length > 1 ? randn(weight.Shape, generator: generator).MultiplyInPlace(configuration.InitializerRange)
        : weight.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? ones(weight.Shape)
        : zeros(weight.Shape);

    /// <summary>The top layers that are run, and the pooler (Zhang et al. 2021, "Revisiting Few-sample BERT Fine-tuning", section 5).</summary>
    private static IEnumerable<ExpectedWeight> Reinitialized(TaskDefinition task, EncoderConfiguration configuration, FeaturePlan plan, int layers)
    {
        int trained = plan.Top - Math.Clamp(task.Freeze.FrozenLayers(configuration.Layers), 0, plan.Top);
        if (layers > trained)
        {
            throw new CheckpointException(
                $"{task.SpecPath}: {layers} layers are to start anew, but {trained} layers of the encoder are read by the head and trained (freeze: {task.Freeze}); allowed is 0 to {trained}.");
        }

        return layers == 0 ? [] : ExpectedWeights.OfEncoder(configuration).Where(weight => ModelParameter.DepthOf(weight.Name) is int depth
            && (depth == ModelParameter.AboveEncoder ? plan.ReadsPooler : depth > plan.Top - layers && depth <= plan.Top));
    }

    private static SequenceClassifier Build(TaskDefinition task, EncoderConfiguration configuration, Dictionary<string, Tensor> weights, bool poolerIsNew)
    {
        var parameters = new ParameterSet();
        foreach ((string name, Tensor value) in weights)
        {
            parameters.Add(name, value);
        }

        return new SequenceClassifier(configuration, task.Head, parameters, task.Freeze, poolerIsNew);
    }
}
