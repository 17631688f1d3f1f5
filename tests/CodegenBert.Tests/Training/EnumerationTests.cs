using System.Collections;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Training;

/// <summary>Rows of a file are read when they are asked for: a training asks for them once.</summary>
public sealed class EnumerationTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    [Theory]
    [InlineData(ClassWeighting.None)]
    [InlineData(ClassWeighting.Balanced)]
    public void A_training_goes_through_its_rows_once(ClassWeighting weighting)
    {
        TaskDefinition task = TinyTask.Sentiment();
        var train = new CountingRows(task, TinyTask.Rows(24, seed: 1));
        var validation = new CountingRows(task, TinyTask.Rows(12, seed: 2));

        using TrainingOutcome outcome = TrainerRuntime.Train(task, train, validation, new TinyOptions(new() { Epochs = 2, BatchSize = 8, ClassWeights = weighting }) { EncoderPath = encoder.Folder });

        Assert.Equal((1, 1), (train.Enumerations, validation.Enumerations));
    }

    /// <summary>Rows that are known to fit, as those of a file are.</summary>
    private sealed class CountingRows(TaskDefinition task, IReadOnlyList<LabeledTexts> rows) : ICheckedRows
    {
        public int Enumerations { get; private set; }

        public TaskDefinition Task => task;

        public int Count => rows.Count;

        public LabeledTexts this[int index] => rows[index];

        public IEnumerator<LabeledTexts> GetEnumerator()
        {
            Enumerations++;
            return rows.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
