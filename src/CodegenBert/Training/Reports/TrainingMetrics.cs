using System.Diagnostics.Metrics;
using CodegenBert.Evaluation;

namespace CodegenBert.Training.Reports;

/// <summary>
/// What training runs tell to <c>System.Diagnostics.Metrics</c>, and so to OpenTelemetry and <c>dotnet-counters</c>: the meter <c>CodegenBert</c>.
/// Each measurement has the tag <c>task</c>, the task's name.
/// </summary>
public static class TrainingMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "CodegenBert";

    /// <summary>Counter: steps of the optimiser.</summary>
    public const string Steps = "codegenbert.training.steps";

    /// <summary>Counter: texts that passed through a part of the encoder; the tag <c>part</c> is <c>frozen</c> or <c>trained</c>. Told at the end of each epoch.</summary>
    public const string Texts = "codegenbert.training.texts";

    /// <summary>Counter: their tokens, without padding.</summary>
    public const string Tokens = "codegenbert.training.tokens";

    /// <summary>Histogram: a step's loss.</summary>
    public const string Loss = "codegenbert.training.loss";

    /// <summary>Histogram: the norm of a step's gradients before clipping.</summary>
    public const string GradientNorm = "codegenbert.training.gradient_norm";

    /// <summary>Counter, in seconds: the time that parts of runs took; the tag <c>part</c> is <c>other</c>, <c>tokenize</c>, <c>encode</c>, <c>train</c> or <c>evaluate</c>.</summary>
    public const string Duration = "codegenbert.training.duration";

    /// <summary>Gauge: a figure of the validation rows at the end of an epoch; the tag <c>figure</c> is its name in <see cref="EvaluationReport.Figures"/>.</summary>
    public const string Validation = "codegenbert.validation.figure";

    private static readonly Meter s_meter = new(MeterName, typeof(TrainingMetrics).Assembly.GetName().Version?.ToString());
    private static readonly Counter<long> s_steps = s_meter.CreateCounter<long>(Steps, "{step}", "Steps of the optimiser.");
    private static readonly Counter<long> s_texts = s_meter.CreateCounter<long>(Texts, "{text}", "Texts through a part of the encoder.");
    private static readonly Counter<long> s_tokens = s_meter.CreateCounter<long>(Tokens, "{token}", "Tokens through a part of the encoder.");
    private static readonly Histogram<double> s_loss = s_meter.CreateHistogram<double>(Loss, description: "A step's loss.");
    private static readonly Histogram<double> s_gradientNorm = s_meter.CreateHistogram<double>(GradientNorm, description: "The norm of a step's gradients before clipping.");
    private static readonly Counter<double> s_duration = s_meter.CreateCounter<double>(Duration, "s", "Seconds by part of a run.");
    private static readonly Gauge<double> s_validation = s_meter.CreateGauge<double>(Validation, description: "A figure of the validation rows.");

    internal static void Step(string task, StepReport step)
    {
        KeyValuePair<string, object?> tag = new("task", task);
        s_steps.Add(1, tag);
        s_loss.Record(step.Loss, tag);
        s_gradientNorm.Record(step.GradientNorm, tag);
    }

    internal static void Epoch(string task, EpochReport epoch)
    {
        Passes(task, "frozen", epoch.FrozenPasses);
        Passes(task, "trained", epoch.TrainedPasses);
        foreach (ReportFigure figure in epoch.Validation?.Figures ?? [])
        {
            s_validation.Record(figure.Value, new("task", task), new("figure", figure.Name));
        }
    }

    internal static void Confidence(string task, EncoderPasses passes) => Passes(task, "trained", passes);

    internal static void Part(string task, PartTime time) =>
        s_duration.Add(time.Seconds, new("task", task), new("part", time.Part.ToString().ToLowerInvariant()));

    private static void Passes(string task, string part, EncoderPasses passes)
    {
        if (passes.Texts > 0)
        {
            s_texts.Add(passes.Texts, new("task", task), new("part", part));
            s_tokens.Add(passes.Tokens, new("task", task), new("part", part));
        }
    }
}
