using CodegenBert.Tasks;

namespace CodegenBert.Tests.Data;

/// <summary>Tasks as the specs of a user would describe them.</summary>
internal static class DataTasks
{
    public static TaskDefinition Sentiment { get; } = Define("Sentiment", new("text"), "negative", "positive");

    public static TaskDefinition Entailment { get; } = Define("Entailment", new("premise", "hypothesis"), "entailment", "neutral", "contradiction");

    public static TaskDefinition Define(string name, InputDefinition input, params string[] labels) => new()
    {
        Name = name,
        SpecPath = $"specs/{name}.bert.yaml",
        Input = input,
        Labels = new(labels.Select(label => new LabelDefinition(label, label))),
        Encoder = new(EncoderSource.Package, "minilm-l6"),
    };
}
