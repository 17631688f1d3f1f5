using System.Globalization;
using System.Text;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Tests.Data;

/// <summary>Rows of several labels and of scores, good and bad.</summary>
public sealed class OutputRowTests
{
    private static readonly TaskDefinition Topics = DataTasks.Define("Topics", new("text"), "sport", "politics", "film & tv") with { Output = OutputDefinition.MultiLabel };

    private static readonly TaskDefinition Similarity = DataTasks.Define("Similarity", new("first", "second"), "a", "b") with
    {
        Output = OutputDefinition.Regression(new("score", 0, 5)),
        Labels = LabelSet.None,
    };

    [Fact]
    public void Labels_stand_in_one_column_with_bars_between_them() => Assert.Equal(
        [RowTarget.Labels(0), RowTarget.Labels(0, 2), RowTarget.Labels()],
        Read(Topics, "labels\ttext\nsport\tA goal.\nfilm & tv|sport\tA film on football.\n\tIt rains.\n").Select(row => row.Target));

    [Fact]
    public void Scores_are_numbers_in_any_usual_spelling_with_the_ends_of_the_range() => Assert.Equal(
        [0, 5, 2.5f, 0.5f, 4],
        Read(Similarity, "first\tsecond\tscore\na\tb\t0\na\tb\t5.0\na\tb\t2.50\na\tb\t5e-1\na\tb\t+4\n").Select(row => row.Target.ScoreValue));

    [Fact]
    public void A_bad_label_among_several_is_named() => AssertRefused(
        Topics,
        "text\tlabels\na\tsport|politic\nb\tsport|\nc\tsport|politics|sport\nd\tsport, politics\n",
        """
        x.tsv:2:3: unknown label `politic` in `labels`; did you mean `politics`? Topics has `sport`, `politics`, `film & tv`
        x.tsv:3:3: an empty label in `labels`; Topics has `sport`, `politics`, `film & tv`
        x.tsv:4:3: `labels` has the label `sport` twice; a row has each label once or not at all
        x.tsv:5:3: unknown label `sport, politics` in `labels`; Topics has `sport`, `politics`, `film & tv`
        """);

    [Fact]
    public void A_score_that_is_no_number_or_out_of_range_is_named() => AssertRefused(
        Similarity,
        "first\tsecond\tscore\na\tb\tmuch\na\tb\t2,5\na\tb\t\na\tb\t5.5\na\tb\t-0.1\na\tb\tNaN\na\tb\tInfinity\na\tb\t1e999\na\tb\t 3\n",
        string.Join('\n', ((string[])["`much`", "`2,5`", "empty", "`5.5`", "`-0.1`", "`NaN`", "`Infinity`", "`1e999`", "` 3`"]).Select((value, i) =>
            $"x.tsv:{i + 2}:5: `score` is {value}; Similarity takes a number from 0 to 5, with a decimal point")));

    [Fact]
    public void A_header_must_name_the_column_of_the_output()
    {
        Assert.Equal(
            "x.tsv:1: the header has no column `labels` (but `label`): it is `text\\tlabel`. The first line must name the columns `text`, `labels`, in any order, separated by tabs",
            Refusal(Topics, "text\tlabel\na\tsport\n"));
        Assert.Equal(
            "x.tsv:1: the header has no column `score`: it is `first\\tsecond`. The first line must name the columns `first`, `second`, `score`, in any order, separated by tabs",
            Refusal(Similarity, "first\tsecond\na\tb\n"));
    }

    [Fact]
    public void Columns_of_the_files_may_have_names_of_their_own()
    {
        TaskDefinition task = Similarity with { Columns = new Dictionary<string, string> { ["first"] = "sentence1", ["score"] = "similarity" } };

        LabeledTexts row = Assert.Single(Read(task, "similarity\tsecond\tsentence1\n3\ty\tx\n"));

        Assert.Equal(new LabeledTexts(new("x", "y"), RowTarget.Score(3), new("x.tsv", 2)), row);
        Assert.StartsWith("x.tsv:1: the header has no column `sentence1`", Refusal(task, "first\tsecond\tsimilarity\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_from_code_are_held_to_the_same_rules()
    {
        Assert.Equal(
            """
            row 1: the row has one label, Topics takes a set of labels
            row 2: label number 3; Topics has 3 labels, numbers 0 to 2
            """,
            Assert.Throws<DataFileException>(() => DatasetRuntime.Check(Topics, [new(new("a"), RowTarget.Label(0), default), new(new("b"), RowTarget.Labels(0, 3), default)])).Message);
        Assert.Equal(
            "row 1: `score` is `NaN`; Similarity takes a number from 0 to 5, with a decimal point",
            Assert.Throws<DataFileException>(() => DatasetRuntime.Check(Similarity, [new(new("a", "b"), RowTarget.Score(float.NaN), default)])).Message);
    }

    [Fact]
    public void A_score_does_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture, comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator) = (",", ".");
        try
        {
            CultureInfo.CurrentCulture = comma;

            Assert.Equal(2.5f, Assert.Single(Read(Similarity, "first\tsecond\tscore\na\tb\t2.5\n")).Target.ScoreValue);
            Assert.EndsWith("`score` is `5.5`; Similarity takes a number from 0 to 5, with a decimal point", Refusal(Similarity, "first\tsecond\tscore\na\tb\t5.5\n"), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IReadOnlyList<LabeledTexts> Read(TaskDefinition task, string text)
    {
        using MemoryStream data = new(Encoding.UTF8.GetBytes(text));
        return DatasetRuntime.Read(task, data, "x.tsv");
    }

    private static string Refusal(TaskDefinition task, string text) => Assert.Throws<DataFileException>(() => Read(task, text)).Message;

    private static void AssertRefused(TaskDefinition task, string text, string message) => Assert.Equal(message, Refusal(task, text));
}
