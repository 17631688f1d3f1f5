using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The options of a run; an encoder that is wholly frozen has no learning rate that could be set wrongly.</summary>
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
        if (Model.Training.LearningRate is { } rate)
        {
            writer.Blank().Lines($$"""
                /// <summary>Peak learning rate of the encoder's trained part; {{Literal.Of(rate)}} in the spec.</summary>
                public double LearningRate
                {
                    get => EncoderLearningRate;
                    init => EncoderLearningRate = value;
                }
                """);
        }
    }
}
