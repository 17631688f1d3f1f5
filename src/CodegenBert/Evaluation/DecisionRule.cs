using System.Globalization;
using CodegenBert.Tasks;

namespace CodegenBert.Evaluation;

/// <summary>How logits become what is said of an input: what a classifier has beside its weights.</summary>
internal sealed record DecisionRule
{
    /// <summary>The temperatures that are usable: beyond them float32 probabilities are 0, 1 or all equal, whatever the logits.</summary>
    public const double LeastTemperature = 1e-3, MostTemperature = 1e3;

    /// <summary>One label: what the logits are divided by before the softmax (Guo et al. 2017, section 4.2).</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>One label: predictions whose probability is lower are undecided; null decides always.</summary>
    public float? AbstainBelow { get; init; }

    /// <summary>Several labels: the probability from which each is predicted, in the spec's order; else empty.</summary>
    public IReadOnlyList<float> Thresholds { get; init; } = [];

    /// <summary>The rule of a task about which no validation rows have said anything.</summary>
    /// <param name="task">The task.</param>
    public static DecisionRule Of(TaskDefinition task) => task.Output.Kind switch
    {
        OutputKind.SingleLabel => new() { AbstainBelow = task.AbstainBelow },
        OutputKind.MultiLabel => new() { Thresholds = LabelThresholds.Default(task.Labels.Count) },
        _ => new(),
    };

    /// <summary>What is wrong with a temperature, as the end of a sentence; null if nothing is.</summary>
    /// <param name="temperature">The temperature.</param>
    public static string? TemperatureFault(double temperature) => temperature is >= LeastTemperature and <= MostTemperature
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"it is {temperature}; a number from {LeastTemperature} to {MostTemperature} is needed");

    /// <summary>What is wrong with a probability below which nothing is decided, as the end of a sentence; null if nothing is.</summary>
    /// <param name="abstainBelow">The probability; null for none.</param>
    public static string? AbstainFault(float? abstainBelow) => abstainBelow is null or (>= 0 and <= 1)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"it is {abstainBelow}; a probability from 0 to 1 is needed");
}
