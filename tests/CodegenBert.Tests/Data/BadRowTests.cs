using System.Globalization;
using System.Text;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Tests.Data;

public sealed class BadRowTests
{
    [Fact]
    public void A_misspelt_label_is_named_with_the_nearest_and_all_allowed() => AssertRefused(
        "text\tlabel\nFine.\tpositiv\n",
        "x.tsv:2:7: unknown label `positiv` in `label`; did you mean `positive`? Sentiment has `negative`, `positive`");

    [Fact]
    public void A_label_in_another_case_or_with_a_space_is_unknown_but_recognised() => AssertRefused(
        "text\tlabel\nFine.\tPositive\nBad.\tnegative \n",
        """
        x.tsv:2:7: unknown label `Positive` in `label`; did you mean `positive`? Sentiment has `negative`, `positive`
        x.tsv:3:6: unknown label `negative ` in `label`; did you mean `negative`? Sentiment has `negative`, `positive`
        """);

    [Fact]
    public void A_label_that_is_near_to_none_gets_no_suggestion() => AssertRefused(
        "text\tlabel\nFine.\t4\n",
        "x.tsv:2:7: unknown label `4` in `label`; Sentiment has `negative`, `positive`");

    [Fact]
    public void An_empty_label_is_called_empty() => AssertRefused(
        "text\tlabel\nFine.\t\n",
        "x.tsv:2:7: an empty label in `label`; Sentiment has `negative`, `positive`");

    [Fact]
    public void Of_many_labels_twenty_are_listed()
    {
        string[] labels = [.. Enumerable.Range(0, 77).Select(i => $"intent_{i:D2}")];
        TaskDefinition task = DataTasks.Define("Banking", new("text"), labels);

        string message = Message(task, "text\tlabel\nWhere is my card?\tother\n");

        string listed = string.Join(", ", labels.Take(20).Select(label => $"`{label}`"));
        Assert.Equal($"x.tsv:2:19: unknown label `other` in `label`; Banking has {listed} and 57 more", message);
    }

    [Fact]
    public void Empty_and_white_space_texts_are_refused() => AssertRefused(
        "text\tlabel\n\tpositive\n \u00A0\tnegative\n",
        """
        x.tsv:2:1: `text` is empty; each row needs a text there
        x.tsv:3:1: `text` has white space only, ` \u{00A0}`; each row needs a text there
        """);

    [Fact]
    public void Every_fault_of_a_row_is_named()
    {
        string message = Message(DataTasks.Entailment, "premise\thypothesis\tlabel\n\t\tneutrl\n");

        Assert.Equal(
            """
            x.tsv:2:1: `premise` is empty; each row needs a text there
            x.tsv:2:2: `hypothesis` is empty; each row needs a text there
            x.tsv:2:3: unknown label `neutrl` in `label`; did you mean `neutral`? Entailment has `entailment`, `neutral`, `contradiction`
            """,
            message);
    }

    [Fact]
    public void A_stray_tab_and_a_missing_field_are_told_apart() => AssertRefused(
        "text\tlabel\nA tab\there\tpositive\nno label here\n",
        """
        x.tsv:2: 3 fields where the header has 2, `text`, `label`: `A tab\there\tpositive`; a text may hold no tab
        x.tsv:3: 1 field where the header has 2, `text`, `label`: `no label here`; fields are separated by tabs
        """);

    [Fact]
    public void A_blank_line_between_rows_is_refused() => AssertRefused(
        "text\tlabel\n\n\r\nFine.\tpositive\n\n",
        """
        x.tsv:2: the line is blank; a row has 2 fields, `text`, `label`
        x.tsv:3: the line is blank; a row has 2 fields, `text`, `label`
        """);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_named_with_their_place()
    {
        byte[] data = [.. "text\tlabel\nCaf"u8, 0xE9, .. "\tpositive\nFine.\tpositive\n"u8];

        Assert.Equal("x.tsv:2: byte 4 of the line (0xE9) is not UTF-8; it seems to be Windows-1252 (which ISO-8859-1, Latin-1, is a part of); save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 x.tsv > utf8-x.tsv", Message(DataTasks.Sentiment, data));
    }

    [Fact]
    public void A_NUL_is_refused() => AssertRefused(
        "text\tlabel\nFi\0ne.\tpositive\n",
        "x.tsv:2: byte 3 of the line is NUL; a data file is text, UTF-8 or UTF-16 with a byte-order mark, and nothing binary");

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(5_000_000)]
    public void A_line_over_one_mebibyte_is_refused_and_later_lines_keep_their_numbers(int excess)
    {
        string text = new('a', Utf8LineReader.MostBytes - "\tpositive".Length + excess);

        AssertRefused(
            $"text\tlabel\n{text}\tpositive\nFine.\tgood\n",
            """
            x.tsv:2: the line has more than 1 MiB; a data file has one row a line, ended by LF or CR LF
            x.tsv:3:7: unknown label `good` in `label`; Sentiment has `negative`, `positive`
            """);
    }

    [Fact]
    public void Values_are_shown_shortened_and_harmless()
    {
        string label = "\u001B[31mred\u202E\r" + new string('x', 80);

        AssertRefused(
            $"text\tlabel\nFine.\t{label}\n",
            $@"x.tsv:2:7: unknown label `\u{{001B}}[31mred\u{{202E}}\r{new string('x', 50)}…` in `label`; Sentiment has `negative`, `positive`");
    }

    [Fact]
    public void The_first_twenty_faults_are_listed_and_the_rest_counted()
    {
        StringBuilder data = new("text\tlabel\nFine.\tpositive\n");
        for (int i = 0; i < 1_000; i++)
        {
            data.Append(CultureInfo.InvariantCulture, $"Fine.\tl{i}\nFine.\tpositive\n");
        }

        string[] lines = Message(DataTasks.Sentiment, data.ToString()).Split('\n');

        Assert.Equal(21, lines.Length);
        Assert.Equal("x.tsv:3:7: unknown label `l0` in `label`; Sentiment has `negative`, `positive`", lines[0]);
        Assert.Equal("x.tsv:41:7: unknown label `l19` in `label`; Sentiment has `negative`, `positive`", lines[19]);
        Assert.Equal("and 980 more", lines[20]);
    }

    private static void AssertRefused(string data, string message) => Assert.Equal(message, Message(DataTasks.Sentiment, data));

    private static string Message(TaskDefinition task, string data) => Message(task, Encoding.UTF8.GetBytes(data));

    private static string Message(TaskDefinition task, byte[] data)
    {
        using MemoryStream stream = new(data);
        return Assert.Throws<DataFileException>(() => DatasetRuntime.Read(task, stream, "x.tsv")).Message;
    }
}
