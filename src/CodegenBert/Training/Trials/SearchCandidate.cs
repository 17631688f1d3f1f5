using System.Globalization;
using System.Text;
using CodegenBert.Tasks;

namespace CodegenBert.Training.Trials;

/// <summary>One point of a <see cref="SearchSpace"/>.</summary>
public sealed record SearchCandidate
{
    /// <summary>Peak learning rate of the head.</summary>
    public required double HeadLearningRate { get; init; }

    /// <summary>Peak learning rate of the encoder's trained part; null where nothing of it is trained.</summary>
    public required double? LearningRate { get; init; }

    /// <summary>The head: its shape and what it reads.</summary>
    public required HeadDefinition Head { get; init; }

    /// <summary>How much of the encoder is frozen.</summary>
    public required FreezePlan Freeze { get; init; }

    /// <summary>What the head reads, in words: <c>Cls+Mean of last</c>.</summary>
    internal string Reads => $"{string.Join("+", Head.Pooling)} of {Head.Layers}";

    /// <summary>The lines of the spec that make the task this candidate. What a head reads and how it is built is a part of the generated types' model, so it stands in the spec, not in the options.</summary>
    public string ToYaml()
    {
        var yaml = new StringBuilder();
        string poolings = string.Join(", ", Head.Pooling.Select(pooling => pooling.ToString().ToLowerInvariant()));
        yaml.Append(CultureInfo.InvariantCulture, $"head: {{ pooling: [{poolings}], layers: {Head.Layers}");
        if (Head.Hidden.Count > 0)
        {
            yaml.Append(CultureInfo.InvariantCulture, $", hidden: [{string.Join(", ", Head.Hidden)}], activation: {Head.Activation.ToString().ToLowerInvariant()}");
        }

        yaml.Append(CultureInfo.InvariantCulture, $", dropout: {Number(Head.Dropout)} }}\nfreeze: {Freeze}\ntraining:\n  head_learning_rate: {Number(HeadLearningRate)}\n");
        return (LearningRate is { } rate ? yaml.Append(CultureInfo.InvariantCulture, $"  learning_rate: {Number(rate)}\n") : yaml).ToString();
    }

    /// <summary>The candidate in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"freeze {Freeze}, head rate {HeadLearningRate:0.######}{(LearningRate is { } rate ? $", rate {rate:0.########}" : "")}, {Reads}, hidden [{string.Join(", ", Head.Hidden)}]");

    /// <summary>A number that YAML reads as one: C#'s 1E-05 becomes 0.00001.</summary>
    private static string Number(double value) => ((decimal)value).ToString(CultureInfo.InvariantCulture);
}
