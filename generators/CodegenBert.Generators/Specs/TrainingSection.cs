using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary><c>training</c>, with defaults that depend on how much of the encoder is trained (Devlin et al. 2018, appendix A.3, for all of it).</summary>
internal static class TrainingSection
{
    private const double FullRate = 2e-5, PartRate = 5e-5, NewHeadRate = 1e-3;

    public static TrainingModel Read(Section spec, FreezeModel freeze, OutputKind output)
    {
        Section? training = spec.Child("training", SpecKeys.Training);
        bool isFrozen = freeze.Kind == FreezeKind.All;
        double? rate = Rate(training, "learning_rate");
        double? decay = training?.Number("layer_decay", static decay => decay is > 0 and <= 1, "above 0 and at most 1, like 0.9");
        if (isFrozen)
        {
            Contradict(spec, training, "learning_rate", "freeze", "is the encoder's, and all of it is frozen", "did you mean 'head_learning_rate'?");
            Contradict(spec, training, "layer_decay", "freeze", "acts on the encoder's layers, and all of them are frozen", "remove the key");
        }

        // Only a run that may choose its schedule falls back to fewer epochs with a falling rate where nothing tells when to stop.
        bool choosesSchedule = isFrozen && training?["schedule"] is null;
        CheckUnmodelled(training);
        double encoderRate = rate ?? (freeze.Kind == FreezeKind.None ? FullRate : PartRate);
        double headRate = freeze.Kind == FreezeKind.None ? encoderRate : NewHeadRate;
        int? epochs = training?.Whole("epochs", 1, 100_000);
        return new()
        {
            Epochs = epochs ?? (isFrozen ? 100 : 3),
            EpochsWithoutValidation = choosesSchedule ? epochs ?? 20 : null,
            BatchSize = training?.Whole("batch_size", 1, 65_536) ?? 32,
            LearningRate = isFrozen ? null : encoderRate,
            HeadLearningRate = Rate(training, "head_learning_rate") ?? headRate,
            LayerDecay = isFrozen ? null : decay ?? 1,
            WeightDecay = training?.Number("weight_decay", static decay => decay is >= 0 and <= 1, "from 0 to 1") ?? 0.01,
            WarmUp = WarmUp(training),
            Schedule = choosesSchedule ? "Constant" : CSharpName.Pascal(training?.Word("schedule", SpecKeys.Schedules) ?? "linear")!,
            MaxGradNorm = training?.Number("max_grad_norm", static norm => norm is >= 0 and <= double.MaxValue, "0 (no clipping) or more") ?? 1,
            LabelSmoothing = LabelSmoothing(spec, training, output),
            ClassWeights = ClassWeights(spec, training, output),
            EarlyStopping = EarlyStopping(training, isFrozen ? 5 : null),
            Seed = training?.Whole("seed", 0, int.MaxValue) ?? 42,
        };
    }

    private static double? Rate(Section? training, string key) =>
        training?.Number(key, static rate => rate is > 0 and <= 1, "above 0 and at most 1, like 2e-5");

    /// <summary>PyTorch's cross-entropy has it, its binary cross-entropy and mean squared error do not.</summary>
    private static double? LabelSmoothing(Section spec, Section? training, OutputKind output)
    {
        double? smoothing = training?.Number("label_smoothing", static smoothing => smoothing is >= 0 and < 1, "from 0 to below 1, like 0.1");
        if (output == OutputKind.SingleLabel)
        {
            return smoothing ?? 0;
        }

        Contradict(spec, training, "label_smoothing", "output", "is a matter of one label among several, which this task does not have", "remove the key");
        return null;
    }

    private static string? ClassWeights(Section spec, Section? training, OutputKind output)
    {
        string word = training?.Word("class_weights", SpecKeys.ClassWeightings) ?? SpecKeys.ClassWeightings[0];
        if (output != OutputKind.Regression)
        {
            return CSharpName.Pascal(word)!;
        }

        Contradict(spec, training, "class_weights", "output", "weighs classes, and a score has none", "remove the key");
        return null;
    }

    /// <summary>Keys with one value so far.</summary>
    private static void CheckUnmodelled(Section? training)
    {
        _ = training?.Word("precision", SpecKeys.Precisions);
        _ = training?.Word("best_by", SpecKeys.BestBy);
    }

    private static void Contradict(Section spec, Section? training, string key, string otherKey, string why, string remedy)
    {
        if (training?[key] is { } entry)
        {
            TextSpan other = spec[otherKey]!.ValueSpan;
            training.Problems.AddConflict(SpecRules.Contradiction, entry.Key.Span, other, $"'{entry.Key.Value}' {why} (line {training.Problems.Line(other)})", remedy);
        }
    }

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
