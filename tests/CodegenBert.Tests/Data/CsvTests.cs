using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using static CodegenBert.Tests.Data.DataFiles;

namespace CodegenBert.Tests.Data;

/// <summary>CSV by RFC 4180: the numbers are those of its section 2.</summary>
public sealed class CsvTests
{
    private const string Rule = "The first line must name the columns `text`, `label`, in any order, separated by commas";

    [Theory]
    [InlineData("text,label\r\nFine.,positive\r\n", "Fine.")]                                 // 1
    [InlineData("text,label\r\nFine.,positive", "Fine.")]                                     // 2
    [InlineData("text,label\n  Fine. ,positive\n", "  Fine. ")]                               // 4: spaces are part of a field
    [InlineData("\"text\",\"label\"\r\n\"Fine.\",\"positive\"\r\n", "Fine.")]                 // 5
    [InlineData("text,label\n\"Fine, really\r\nfine\",positive\n", "Fine, really\r\nfine")]   // 6
    [InlineData("text,label\n\"He said \"\"no\"\"\",positive\n", "He said \"no\"")]           // 7
    [InlineData("text,label\n\"\"\"\",positive\n", "\"")]
    [InlineData("text,label\n\"a\"\"\nb\",positive\n", "a\"\nb")]
    [InlineData("\uFEFFtext,label\rUne soirée exquise 🎻,positive\r", "Une soirée exquise 🎻")]
    [InlineData("id,label,text\n1,positive,\"\ttab\tand 'quotes'\"\n\n\r\n", "\ttab\tand 'quotes'")]
    public void A_field_is_read_as_the_rules_say(string file, string text)
    {
        LabeledTexts row = Assert.Single(Read(DataTasks.Sentiment, "x.csv", file));

        Assert.Equal((new InputTexts(text), RowTarget.Label(1)), (row.Input, row.Target));
    }

    [Fact]
    public void Line_breaks_within_quotes_count_as_lines_whatever_they_are() => Assert.Equal(
        [2, 5, 8, 9],
        Read(DataTasks.Sentiment, "x.csv", "text,label\n\"a\nb\nc\",positive\r\n\"d\r\ne\rf\",negative\ng,positive\r\"h\",positive").Select(row => row.Origin.Line));

    [Fact]
    public void Places_are_lines_and_characters_within_them() => Assert.Equal(
        """
        x.csv:4:10: unknown label `positiv` in `label`; did you mean `positive`? Sentiment has `negative`, `positive`
        x.csv:5:1: `text` is empty; each row needs a text there
        x.csv:6:1: `text` has white space only, `\n `; each row needs a text there
        x.csv:7:4: unknown label `x` in `label`; Sentiment has `negative`, `positive`
        """,
        Refusal(DataTasks.Sentiment, "x.csv", "text,label\n\"two\nlines 🎻\n3 🎻 end\",positiv\n\"\",positive\n\"\n \",x\n"));

    [Fact]
    public void Quotes_that_are_wrong_are_named_with_their_place_and_the_rows_behind_are_still_read() => Assert.Equal(
        """
        x.csv:2:8: a quote within a field that does not begin with one; put quotes around the field, and double this one
        x.csv:3:7: text behind the quote that closes the field; a quote within quotes is doubled
        x.csv:4:3: unknown label `maybe` in `label`; Sentiment has `negative`, `positive`
        x.csv:6:3: the quote that opens here is never closed
        """,
        Refusal(DataTasks.Sentiment, "x.csv", "text,label\na pipe \"5\" wide,positive\n\"tail\" x,positive\nb,maybe\nc,positive\nd,\"negative\n"));

    [Fact]
    public void Fields_too_many_and_too_few_are_told_apart() => Assert.Equal(
        """
        x.csv:2: 3 fields where the header has 2, `text`, `label`: `Well, well,positive`; a text with a comma stands between quotes
        x.csv:3: 1 field where the header has 2, `text`, `label`: `no label here`; fields are separated by commas
        x.csv:4: the line is blank; a row has 2 fields, `text`, `label`
        """,
        Refusal(DataTasks.Sentiment, "x.csv", "text,label\nWell, well,positive\nno label here\n\nFine.,positive\n"));

    [Theory]
    [InlineData("", "x.csv: the file is empty. " + Rule)]
    [InlineData("text,label\n\n\n", "x.csv: there are no rows after the header")]
    [InlineData("text\tlabel\nFine.\tpositive\n", "x.csv:1: the header has no column `text` and no column `label`: it is `text\\tlabel`. " + Rule + ". It is separated by tabs: name the file .tsv, or say that its format is Tsv")]
    [InlineData("text;label\nFine.;positive\n", "x.csv:1: the header has no column `text` and no column `label`: it is `text;label`. " + Rule + ". It is separated by semicolons: save the table with commas")]
    [InlineData("text,\"label\nFine.,positive\n", "x.csv:1:6: the quote that opens here is never closed")]
    public void An_unusable_header_is_refused(string file, string message) => Assert.Equal(message, Refusal(DataTasks.Sentiment, "x.csv", file));

    [Fact]
    public void A_byte_that_is_not_UTF_8_is_named_with_its_line_and_its_place_in_it()
    {
        byte[] data = [.. "text,label\n\"a\nCaf"u8, 0xE9, .. " noir\",positive\nb,good\n"u8];

        Assert.Equal(
            """
            x.csv:3: byte 4 of the line (0xE9) is not UTF-8; it seems to be Windows-1252 (which ISO-8859-1, Latin-1, is a part of); save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 x.csv > utf8-x.csv
            x.csv:4:3: unknown label `good` in `label`; Sentiment has `negative`, `positive`
            """,
            Refusal(DataTasks.Sentiment, "x.csv", data));
    }

    [Fact]
    public void A_row_of_which_no_end_is_in_sight_is_refused_in_bounded_memory()
    {
        byte[] data = [.. "text,label\n\""u8, .. Enumerable.Repeat((byte)'a', 20_000_000)];

        Assert.Equal(
            "x.csv:2: the row that begins here does not end within 16 Mi characters; a quote that is opened must be closed, and a quote within quotes doubled",
            Refusal(DataTasks.Sentiment, "x.csv", data));
    }

    [Fact]
    public void Many_rows_of_any_length_keep_their_lines_and_texts_wherever_a_buffer_ends()
    {
        string[] texts = [.. Enumerable.Range(0, 20_000).Select(i => (i % 3) switch
        {
            0 => $"row {i} é{new string('x', i % 97)}",
            1 => $"row {i}, with \"quotes\" 🎻{new string('ü', i % 89)}",
            _ => $"row {i}\nand a line",
        })];
        string file = "label,text\n" + string.Concat(texts.Select(text => $"positive,\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"));

        IReadOnlyList<LabeledTexts> rows = Read(DataTasks.Sentiment, "x.csv", file);

        Assert.Equal(texts, rows.Select(row => row.Input.First));
        Assert.Equal(1 + texts.Length + texts.Count(text => text.Contains('\n', StringComparison.Ordinal)) - (texts[^1].Contains('\n', StringComparison.Ordinal) ? 1 : 0), rows[^1].Origin.Line);
    }
}
