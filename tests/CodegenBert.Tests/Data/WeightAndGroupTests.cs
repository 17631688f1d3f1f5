using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using static CodegenBert.Tests.Data.DataFiles;

namespace CodegenBert.Tests.Data;

public sealed class WeightAndGroupTests
{
    private static readonly TaskDefinition Weighted = DataTasks.Sentiment with { WeightColumn = "weight", GroupColumn = "author" };

    [Theory]
    [InlineData("x.tsv", "author\ttext\tlabel\tweight\nann\tFine.\tpositive\t0.25\n\tBad.\tnegative\t0\n")]
    [InlineData("x.csv", "author,text,label,weight\nann,Fine.,positive,0.25\n,Bad.,negative,0\n")]
    [InlineData("x.jsonl", "{\"author\":\"ann\",\"text\":\"Fine.\",\"label\":\"positive\",\"weight\":0.25}\n{\"author\":null,\"text\":\"Bad.\",\"label\":\"negative\",\"weight\":0}\n")]
    public void Rows_have_the_weight_and_the_group_that_the_file_gives_them(string name, string file) =>
        Assert.Equal([(0.25f, "ann"), (0f, null)], Read(Weighted, name, file).Select(row => (row.Weight, row.Group)));

    [Fact]
    public void Without_such_columns_a_row_weighs_one_and_has_no_group() =>
        Assert.Equal((1f, null), Read(DataTasks.Sentiment, "x.tsv", "text\tlabel\tweight\na\tpositive\t3\n").Select(row => (row.Weight, row.Group)).Single());

    [Fact]
    public void A_weight_that_is_none_is_named() => Assert.Equal(
        string.Join('\n', ((string[])["`-1`", "`NaN`", "`Infinity`", "`1e99`", "empty", "`much`", "`0,5`"]).Select((value, i) =>
            $"x.tsv:{i + 2}:12: `weight` is {value}; a row's weight is a number, 0 or more, with a decimal point")),
        Refusal(Weighted, "x.tsv", "text\tlabel\tweight\tauthor\n" + string.Concat(((string[])["-1", "NaN", "Infinity", "1e99", "", "much", "0,5"]).Select(value => $"a\tpositive\t{value}\tann\n"))));

    [Fact]
    public void Their_columns_must_be_there_for_training_and_not_for_inputs()
    {
        Assert.Equal(
            "x.tsv:1: the header has no column `weight` and no column `author`: it is `text\\tlabel`. The first line must name the columns `text`, `label`, `weight`, `author`, in any order, separated by tabs",
            Refusal(Weighted, "x.tsv", "text\tlabel\na\tpositive\n"));
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["x.tsv"], "text\na\n");
        Assert.Single(DatasetRuntime.ReadInputs(Weighted, folder["x.tsv"]));
    }

    [Fact]
    public void A_weight_from_code_is_held_to_the_same_rule() => Assert.Equal(
        "row 1: `weight` is `-0.5`; a row's weight is a number, 0 or more, with a decimal point",
        Assert.Throws<DataFileException>(() => DatasetRuntime.Check(DataTasks.Sentiment, [new(new("a"), RowTarget.Label(0), default) { Weight = -0.5f }])).Message);
}
