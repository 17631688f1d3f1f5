using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The options of a run, without those that mean nothing for the task: an encoder that is wholly frozen has no learning rate that could be set wrongly.</summary>
internal sealed class TrainingOptionsEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "TrainingOptions";

    protected override string Summary => $"The options of a training run of {Task}; they start from the spec's values.";

    protected override string Declaration => $"sealed partial record {Task}TrainingOptions : global::CodegenBert.Training.TrainingOptions";

    protected override void Members(SourceWriter writer)
    {
        writer.Lines($$"""
            /// <summary>Takes the spec's values.</summary>
            public {{Task}}TrainingOptions()
                : base({{Names.Definition}}.Task.Training)
            {
            }
            """);
        TrainingModel training = Model.Training;
        if (training.LearningRate is { } rate)
        {
            Option(writer, "double", "LearningRate", "EncoderLearningRate", "Peak learning rate of the encoder's trained part", Literal.Of(rate));
        }

        if (training.LayerDecay is { } decay)
        {
            Option(writer, "new double", "LayerDecay", "LayerDecay", "What the encoder's rate is multiplied by from each layer to the one below, above 0 to 1", Literal.Of(decay));
        }

        if (training.ReinitializedLayers is { } reinitialized)
        {
            Option(writer, "new int", "ReinitializedLayers", "ReinitializedLayers", "How many of the encoder's top layers start from new random weights, all of them trained", Literal.Of(reinitialized));
        }

        if (training.GradientCheckpointing is { } checkpointing)
        {
            Option(writer, "new bool", "GradientCheckpointing", "GradientCheckpointing", "Whether each layer's activations are computed again in the backward pass, which takes less memory and more time", checkpointing ? "on" : "off");
        }

        if (training.LabelSmoothing is { } smoothing)
        {
            Option(writer, "new double", "LabelSmoothing", "LabelSmoothing", "Share of the target that is spread over all labels, 0 to below 1", Literal.Of(smoothing));
        }

        if (training.ClassWeights is { } weighting)
        {
            Option(writer, "new global::CodegenBert.Tasks.ClassWeighting", "ClassWeights", "ClassWeights", "How much the labels weigh in the loss, beside their own weights", $"<c>{weighting}</c>");
        }

        if (training.Thresholds is { } thresholds)
        {
            Option(writer, "new global::CodegenBert.Tasks.ThresholdRule", "Thresholds", "Thresholds", "How the probability from which each label is predicted is found", $"<c>{thresholds}</c>");
        }

        if (training.Calibration is { } calibration)
        {
            Option(writer, "new global::CodegenBert.Tasks.Calibration", "Calibration", "Calibration", "Whether probabilities are calibrated on the validation rows", $"<c>{calibration}</c>");
        }
    }

    /// <summary>Shows an option that the core keeps hidden, since not every task has it.</summary>
    private static void Option(SourceWriter writer, string type, string name, string hidden, string summary, string value) => writer.Blank().Lines($$"""
        /// <summary>{{summary}}; {{value}} in the spec.</summary>
        public {{type}} {{name}}
        {
            get => base.{{hidden}};
            init => base.{{hidden}} = value;
        }
        """);
}
