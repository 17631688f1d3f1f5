using CodegenBert.Tasks;

namespace CodegenBert.Checkpoints.Families;

/// <summary>A classification head as one of transformers' <c>ForSequenceClassification</c> classes has it.</summary>
/// <param name="Pooling">What it reads of the last layer.</param>
/// <param name="Activation">What follows its hidden layer, which is as wide as the encoder; null for none: logistic regression.</param>
/// <param name="LayerNames">Names of its linear layers in the file, in their order.</param>
internal sealed record TransformersHead(Pooling Pooling, HeadActivation? Activation, IReadOnlyList<string> LayerNames)
{
    /// <summary>In the spec's words.</summary>
    /// <param name="hiddenSize">The encoder's width.</param>
    public string Describe(int hiddenSize) => Activation is { } activation
        ? $"{{ pooling: {Word(Pooling)}, hidden: [{hiddenSize}], activation: {Word(activation)} }}"
        : $"{{ pooling: {Word(Pooling)} }}";

    private static string Word<T>(T value)
        where T : struct, Enum => $"{value}".ToLowerInvariant();
}
