using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>training</c>, with defaults that depend on how much of the encoder is trained (Devlin et al. 2018, appendix A.3, for all of it).</summary>
internal static class TrainingSection
{
    private const double FullRate = 2e-5, PartRate = 5e-5, NewHeadRate = 1e-3;

    public static TrainingModel Read(Section spec, FreezeModel freeze)
    {
        Section? training = spec.Child("training", SpecKeys.Training);
        bool isFrozen = freeze.Kind == FreezeKind.All;
        double? rate = Rate(training, "learning_rate");
        if (isFrozen && training?["learning_rate"] is { } useless)
        {
            training.Problems.AddConflict(
                SpecRules.Contradiction, useless.Key.Span, spec["freeze"]!.ValueSpan, "'learning_rate' is the encoder's, and 'freeze: all' leaves nothing of it to train", "did you mean 'head_learning_rate'?");
        }

        double encoderRate = rate ?? (freeze.Kind == FreezeKind.None ? FullRate : PartRate);
        double headRate = freeze.Kind == FreezeKind.None ? encoderRate : NewHeadRate;
        int? epochs = training?.Whole("epochs", 1, 100_000);
        return new()
        {
            Epochs = epochs ?? (isFrozen ? 100 : 3),
            EpochsWithoutValidation = isFrozen ? epochs ?? 20 : null,
            BatchSize = training?.Whole("batch_size", 1, 65_536) ?? 32,
            LearningRate = isFrozen ? null : encoderRate,
            HeadLearningRate = Rate(training, "head_learning_rate") ?? headRate,
            WeightDecay = training?.Number("weight_decay", static decay => decay is >= 0 and <= 1, "from 0 to 1") ?? 0.01,
            WarmUp = WarmUp(training),
            Schedule = isFrozen ? "Constant" : "Linear",
            MaxGradNorm = training?.Number("max_grad_norm", static norm => norm is >= 0 and <= double.MaxValue, "0 (no clipping) or more") ?? 1,
            EarlyStopping = EarlyStopping(training, isFrozen ? 5 : null),
            Seed = training?.Whole("seed", 0, int.MaxValue) ?? 42,
        };
    }

    private static double? Rate(Section? training, string key) =>
        training?.Number(key, static rate => rate is > 0 and <= 1, "above 0 and at most 1, like 2e-5");

    /// <summary>A whole number counts steps, so <c>1</c> is one step and <c>1.0</c> all of them.</summary>
    private static WarmUpModel WarmUp(Section? training)
    {
        if (training?["warmup"] is { Value: YamlScalar { IsPlain: true } scalar } && Invariant.LooksWhole(scalar.Value))
        {
            int? steps = training.Whole("warmup", 0, int.MaxValue, " steps, or a fraction with a point");
            return steps > 0 ? new(0, steps) : new(steps is null ? 0.1 : 0, null);
        }

        return new(training?.Number("warmup", static fraction => fraction is >= 0 and <= 1, "a fraction from 0.0 to 1.0, or whole steps without a point") ?? 0.1, null);
    }

    private static int? EarlyStopping(Section? training, int? otherwise) => training?["early_stopping"]?.Value switch
    {
        null => otherwise,
        YamlScalar { Value: "none" } => null,
        YamlScalar { IsPlain: true } scalar when Invariant.LooksWhole(scalar.Value) => training.Whole("early_stopping", 1, 100_000, ", or none") ?? otherwise,
        YamlNode other => Refuse(training, other, otherwise),
    };

    private static int? Refuse(Section training, YamlNode value, int? otherwise)
    {
        training.ReportKind("early_stopping", value, "a whole number of epochs, or none");
        return otherwise;
    }
}
