using CodegenBert.Data;
using CodegenBert.Runtime;

namespace CodegenBert.Tests.Data;

public sealed class InputReadingTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Inputs_need_no_label_and_ignore_one()
    {
        File.WriteAllText(_path, "label\ttext\nwhatever\tFine.\n\tBad.\n");

        Assert.Equal(
            [new(new("Fine."), new(_path, 2)), new(new("Bad."), new(_path, 3))],
            DatasetRuntime.ReadInputs(DataTasks.Sentiment, _path));
    }

    [Fact]
    public void A_bad_row_at_the_end_is_reported_before_the_first_row_is_given()
    {
        File.WriteAllText(_path, "text\nFine.\n  \nBad.\n\t\n");
        using IEnumerator<InputRow> rows = DatasetRuntime.ReadInputs(DataTasks.Sentiment, _path).GetEnumerator();

        string message = Assert.Throws<DataFileException>(() => rows.MoveNext()).Message;

        Assert.Equal(
            $"""
            {_path}:3:1: `text` has white space only, `  `; each row needs a text there
            {_path}:5: 2 fields where the header has 1, `text`: `\t`; a text may hold no tab
            """,
            message);
    }

    [Fact]
    public void The_header_of_inputs_needs_the_texts_only()
    {
        File.WriteAllText(_path, "review\nFine.\n");

        string message = Assert.Throws<DataFileException>(() => DatasetRuntime.ReadInputs(DataTasks.Sentiment, _path).Any()).Message;

        Assert.Equal($"{_path}:1: the header has no column `text`: it is `review`. The first line must name the column `text`; columns are separated by tabs", message);
    }

    public void Dispose() => File.Delete(_path);
}
