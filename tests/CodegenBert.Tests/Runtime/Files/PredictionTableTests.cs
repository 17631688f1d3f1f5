using System.Text;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Runtime.Files;
using CodegenBert.Tasks;
using CodegenBert.Tests.Data;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Runtime.Files;

public sealed class PredictionTableTests
{
    [Fact]
    public void Each_input_stands_beside_its_prediction() => Assert.Equal(
        "premise\thypothesis\tlabel\tprobability\nIt rains.\tIt is wet.\tneutral\t0.500000\nIt is hot.\tIt snows.\tcontradiction\t0.750000\n",
        Table(DataTasks.Entailment, [new("It rains.", "It is wet."), new("It is hot.", "It snows.")], new([0.25f, 0.5f, 0.25f], false), new([0.125f, 0.125f, 0.75f], false)));

    [Fact]
    public void Where_predictions_may_be_undecided_a_column_says_which_are()
    {
        string table = Table(
            DataTasks.Sentiment with { AbstainBelow = 0.8f }, [new("0"), new("1")], new([0.25f, 0.75f], false) { IsUndecided = true }, new([0.125f, 0.875f], false));

        Assert.Equal("text\tlabel\tprobability\tundecided\n0\tpositive\t0.750000\ttrue\n1\tpositive\t0.875000\tfalse\n", table);
        Assert.Equal([1, 1], Read(DataTasks.Sentiment, table).Select(row => row.Target.LabelIndex));
    }

    [Fact]
    public void Several_labels_are_those_from_their_thresholds_and_can_be_read_again()
    {
        string table = Table(TinyOutputs.Topics(), [new("a"), new("b")], new([0.75f, 0.25f, 0.5f], false), new([0.25f, 0.75f, 0.125f], false));

        Assert.Equal("text\tlabels\tprobabilities\na\tkind|long\t0.750000|0.250000|0.500000\nb\tunkind\t0.250000|0.750000|0.125000\n", table);
        Assert.Equal([[0, 2], [1]], Read(TinyOutputs.Topics(), table).Select(row => row.Target.LabelIndices));
    }

    [Fact]
    public void A_score_stays_within_its_range_and_can_be_read_again()
    {
        string table = Table(TinyOutputs.Mood(), [new("a"), new("b")], new([2.5f], false), new([-0.25f], false));

        Assert.Equal("text\tmood\na\t2.000000\nb\t-0.250000\n", table);
        Assert.Equal([2f, -0.25f], Read(TinyOutputs.Mood(), table).Select(row => row.Target.ScoreValue));
    }

    [Fact]
    public void A_tab_or_a_lines_end_in_a_text_does_not_break_the_table()
    {
        string table = Table(DataTasks.Sentiment, [new("one\ttwo\r\nthree")], new RawPrediction([0.25f, 0.75f], false));

        Assert.Equal("text\tlabel\tprobability\none two  three\tpositive\t0.750000\n", table);
    }

    private static string Table(TaskDefinition task, InputTexts[] inputs, params RawPrediction[] predictions)
    {
        PredictionTable table = new(task, DecisionRule.Of(task));
        return table.Header + table.Lines(inputs, predictions);
    }

    private static IReadOnlyList<LabeledTexts> Read(TaskDefinition task, string table)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(table));
        return DatasetRuntime.Read(task, stream, "labelled.tsv");
    }
}
