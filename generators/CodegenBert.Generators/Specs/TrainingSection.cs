using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary><c>training</c>, with defaults that depend on how much of the encoder is trained (Devlin et al. 2018, appendix A.3, for all of it).</summary>
internal static class TrainingSection
{
    public const int MostEpochs = 100_000;

    private const double FullRate = 2e-5, PartRate = 5e-5, NewHeadRate = 1e-3;

    public static TrainingModel Read(Section spec, Section? training, Freezing freezing, OutputKind output, TokenizerModel tokenizer, EncoderManifest? manifest)
    {
        bool isFrozen = freezing.IsWhole;
        double? rate = Rate(training, "learning_rate");
        double? decay = training?.Number("layer_decay", static decay => decay is > 0 and <= 1, "above 0 and at most 1, like 0.9");
        bool checkpointing = training?.Word("gradient_checkpointing", SpecKeys.Checkpointings) == "true";
        if (isFrozen)
        {
            training?.Contradict("learning_rate", freezing.Place, "is the encoder's, and all of it is frozen", "did you mean 'head_learning_rate'?");
            training?.Contradict("layer_decay", freezing.Place, "acts on the encoder's layers, and all of them are frozen", "remove the key");
            training?.Contradict("gradient_checkpointing", freezing.Place, "acts on the encoder's layers, and all of them are frozen", "remove the key");
        }

        // Only a run without phases is left to choose how long it is, and one that may choose its schedule too falls back to fewer epochs with a falling rate
        // where nothing tells when to stop.
        bool isOpenEnded = isFrozen && !freezing.HasPhases;
        bool choosesSchedule = isOpenEnded && training?["schedule"] is null;
        double encoderRate = rate ?? (freezing.Freeze.Kind == FreezeKind.None ? FullRate : PartRate);
        int? epochs = Epochs(training, freezing);
        EarlyStoppingModel earlyStopping = EarlyStoppingSection.Read(training, isOpenEnded ? 5 : null);
        return new()
        {
            Epochs = epochs ?? (isFrozen ? 100 : 3),
            EpochsWithoutValidation = choosesSchedule ? epochs ?? 20 : null,
            BatchSize = training?.Whole("batch_size", 1, 65_536) ?? 32,
            LearningRate = isFrozen ? null : encoderRate,
            HeadLearningRate = Rate(training, "head_learning_rate") ?? (freezing.IsNone ? encoderRate : NewHeadRate),
            LayerDecay = isFrozen ? null : decay ?? 1,
            WeightDecay = training?.Number("weight_decay", static decay => decay is >= 0 and <= 1, "from 0 to 1") ?? 0.01,
            WarmUp = WarmUp(training),
            Schedule = choosesSchedule ? "Constant" : CSharpName.Pascal(training?.Word("schedule", SpecKeys.Schedules) ?? "linear")!,
            MaxGradNorm = training?.Number("max_grad_norm", static norm => norm is >= 0 and <= double.MaxValue, "0 (no clipping) or more") ?? 1,
            LabelSmoothing = LossSection.LabelSmoothing(spec, training, output),
            ClassWeights = LossSection.ClassWeights(spec, training, output),
            EarlyStopping = earlyStopping,
            BestBy = DecisionSection.BestBy(spec, training, output),
            ReinitializedLayers = ReinitializeSection.Read(training, freezing, manifest),
            Precision = Precision(training),
            GradientAccumulation = training?.Whole("gradient_accumulation", 1, 65_536) ?? 1,
            TokensPerBatch = TokensPerBatch(spec, training, tokenizer.MaxLength),
            GradientCheckpointing = isFrozen ? null : checkpointing,
            Thresholds = DecisionSection.Thresholds(spec, training, output),
            Calibration = DecisionSection.Calibration(spec, training, output),
            Seed = training?.Whole("seed", 0, int.MaxValue) ?? 42,
            Seeds = training?.Whole("seeds", 1, 100) ?? 1,
        };
    }

    /// <summary>A learning rate, of the run or of a phase.</summary>
    public static double? Rate(Section? section, string key) =>
        section?.Number(key, static rate => rate is > 0 and <= 1, "above 0 and at most 1, like 2e-5");

    private static int? Epochs(Section? training, Freezing freezing)
    {
        int? epochs = training?.Whole("epochs", 1, MostEpochs);
        if (!freezing.HasPhases)
        {
            return epochs;
        }

        training?.Contradict("epochs", freezing.Place, "are what the phases add up to", "remove the key");
        return freezing.Phases.Sum(static phase => phase.Epochs);
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

    /// <summary>A member of the core's <c>Precision</c>.</summary>
    private static string Precision(Section? training) => training?.Word("precision", SpecKeys.Precisions) switch
    {
        "bfloat16" => "BFloat16",
        "auto" => "Auto",
        _ => "Float32",
    };

    private static int? TokensPerBatch(Section spec, Section? training, int maxLength)
    {
        int? tokens = training?.Whole("tokens_per_batch", 1, int.MaxValue);
        if (training is null || tokens is not { } count || count >= maxLength)
        {
            return tokens;
        }

        TextSpan? place = (spec["tokenizer"]?.Value as YamlMapping)?.Entries.FirstOrDefault(static entry => entry.Key.Value == "max_length")?.ValueSpan;
        string length = Invariant.Text(maxLength);
        training.Problems.AddConflict(
            SpecRules.Contradiction,
            training["tokens_per_batch"]!.ValueSpan,
            place,
            $"A batch of {Invariant.Text(count)} tokens does not hold an input of 'max_length', {length}{training.Problems.InLine(place)}",
            $"write {length} or more, or a smaller 'max_length'");
        return null;
    }
}
