using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Samples.CommandLine;

/// <summary>The options of a run for any task: what generated options are for one.</summary>
internal sealed record TrainOptions : TrainingOptions
{
    /// <summary>Takes the spec's values.</summary>
    /// <param name="defaults">The task's training section.</param>
    public TrainOptions(TrainingDefaults defaults)
        : base(defaults)
    {
    }

    /// <summary>Peak learning rate of the encoder's trained part; not used where everything is frozen.</summary>
    public double LearningRate
    {
        get => EncoderLearningRate;
        init => EncoderLearningRate = value;
    }
}
