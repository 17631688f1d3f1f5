using System.Text;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Samples.CommandLine;
using CodegenBert.Tests.Data;

namespace CodegenBert.Tests.CommandLine;

public sealed class PredictionFileTests
{
    [Fact]
    public void Each_input_stands_beside_its_prediction_however_far_the_classifier_reads_ahead()
    {
        using MemoryStream file = new();
        InputRow[] rows = [.. Enumerable.Range(0, 5).Select(i => new InputRow(new($"premise {i}", $"hypothesis {i}"), default))];

        int count = PredictionFile.Write(file, DataTasks.Entailment, rows, inputs => inputs.Chunk(2).SelectMany(chunk => chunk.Select(Predict)));

        Assert.Equal(5, count);
        Assert.Equal(
            """
            premise	hypothesis	label	probability
            premise 0	hypothesis 0	entailment	0.500000
            premise 1	hypothesis 1	neutral	0.500000
            premise 2	hypothesis 2	contradiction	0.500000
            premise 3	hypothesis 3	entailment	0.500000
            premise 4	hypothesis 4	neutral	0.500000

            """,
            Encoding.UTF8.GetString(file.ToArray()));
    }

    [Fact]
    public void Where_predictions_may_be_undecided_a_column_says_which_are()
    {
        using MemoryStream file = new();

        PredictionFile.Write(
            file,
            DataTasks.Sentiment,
            [new(new("0"), default), new(new("1"), default)],
            inputs => inputs.Select(input => new RawPrediction([0.25f, 0.75f], false) { IsUndecided = input.First == "1" }),
            saysUndecided: true);
        string text = Encoding.UTF8.GetString(file.ToArray());
        file.Position = 0;

        Assert.Equal("text\tlabel\tprobability\tundecided\n0\tpositive\t0.750000\tfalse\n1\tpositive\t0.750000\ttrue\n", text);
        Assert.Equal(2, DatasetRuntime.Read(DataTasks.Sentiment, file, "labelled.tsv").Count);
    }

    [Fact]
    public void The_file_can_be_read_as_data_again()
    {
        using MemoryStream file = new();
        PredictionFile.Write(file, DataTasks.Sentiment, [new(new("0"), default), new(new("1"), default)], inputs => inputs.Select(input => new RawPrediction([0.25f, 0.75f], false)));
        file.Position = 0;

        Assert.Equal([1, 1], DatasetRuntime.Read(DataTasks.Sentiment, file, "labelled.tsv").Select(row => row.Target.LabelIndex));
    }

    private static RawPrediction Predict(InputTexts input)
    {
        float[] probabilities = [0.25f, 0.25f, 0.25f];
        probabilities[(input.First[^1] - '0') % 3] = 0.5f;
        return new(probabilities, Truncated: false);
    }
}
