using System.Text;
using CodegenBert.Data;
using CodegenBert.Runtime;

namespace CodegenBert.Tests.Data;

public sealed class DatasetReadingTests
{
    [Fact]
    public void Rows_of_a_single_text_task_have_text_label_and_line()
    {
        IReadOnlyList<LabeledTexts> rows = Read("text\tlabel\nA delight.\tpositive\nNever again!\tnegative\n");

        Assert.Equal(
            [
                new(new("A delight."), RowTarget.Label(1), new("reviews.tsv", 2)),
                new(new("Never again!"), RowTarget.Label(0), new("reviews.tsv", 3)),
            ],
            rows);
    }

    [Fact]
    public void Rows_of_a_pair_task_have_both_texts()
    {
        using MemoryStream data = new("premise\thypothesis\tlabel\nIt rains.\tIt is wet.\tentailment\n"u8.ToArray());

        LabeledTexts row = Assert.Single(DatasetRuntime.Read(DataTasks.Entailment, data, "pairs.tsv"));

        Assert.Equal(new(new("It rains.", "It is wet."), RowTarget.Label(0), new("pairs.tsv", 2)), row);
    }

    [Fact]
    public void Columns_come_in_any_order_and_others_are_ignored()
    {
        IReadOnlyList<LabeledTexts> rows = Read("id\tlabel\t\ttext\t\n17\tpositive\tx\tFine.\t\n");

        Assert.Equal([new(new("Fine."), RowTarget.Label(1), new("reviews.tsv", 2))], rows);
    }

    [Fact]
    public void Carriage_returns_a_byte_order_mark_and_a_missing_last_line_end_change_nothing()
    {
        IReadOnlyList<LabeledTexts> rows = Read("\uFEFFtext\tlabel\r\nUne soirée exquise 🎻\tpositive\r\nFade\tnegative");

        Assert.Equal(["Une soirée exquise 🎻", "Fade"], rows.Select(row => row.Input.First));
        Assert.Equal([1, 0], rows.Select(row => row.Target.LabelIndex));
    }

    [Fact]
    public void Quotes_and_surrounding_space_belong_to_the_text()
    {
        IReadOnlyList<LabeledTexts> rows = Read("text\tlabel\n\"\"\" He said \"\"no\"\" \tnegative\n");

        Assert.Equal("\"\"\" He said \"\"no\"\" ", rows[0].Input.First);
    }

    [Fact]
    public void Blank_lines_at_the_end_are_no_rows()
    {
        Assert.Single(Read("text\tlabel\nFine.\tpositive\n\n\r\n\n"));
    }

    [Fact]
    public void A_text_may_be_as_long_as_a_line_may_be()
    {
        string text = new('a', Utf8LineReader.MostBytes - "\tpositive".Length);

        Assert.Equal(text, Read($"text\tlabel\r\n{text}\tpositive\r\nshort\tnegative\r\n")[0].Input.First);
    }

    [Fact]
    public void Lines_are_counted_right_wherever_the_buffer_ends()
    {
        StringBuilder data = new("text\tlabel\n");
        for (int i = 2; i <= 40_000; i++)
        {
            data.Append("line ").Append(i).Append(new string('é', i % 61)).Append("\tnegative").Append(i % 3 == 0 ? "\r\n" : "\n");
        }

        IReadOnlyList<LabeledTexts> rows = Read(data.ToString());

        Assert.Equal(39_999, rows.Count);
        Assert.All(rows, row => Assert.StartsWith($"line {row.Origin.Line}é".TrimEnd('é'), row.Input.First, StringComparison.Ordinal));
    }

    [Fact]
    public void The_stream_is_left_open()
    {
        using MemoryStream data = new("text\tlabel\nFine.\tpositive\n"u8.ToArray());

        DatasetRuntime.Read(DataTasks.Sentiment, data, "reviews.tsv");

        Assert.True(data.CanRead);
    }

    private static IReadOnlyList<LabeledTexts> Read(string text)
    {
        using MemoryStream data = new(Encoding.UTF8.GetBytes(text));
        return DatasetRuntime.Read(DataTasks.Sentiment, data, "reviews.tsv");
    }
}
