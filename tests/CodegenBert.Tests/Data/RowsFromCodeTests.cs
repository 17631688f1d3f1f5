using CodegenBert.Data;
using CodegenBert.Runtime;

namespace CodegenBert.Tests.Data;

public sealed class RowsFromCodeTests
{
    [Fact]
    public void Rows_that_fit_are_given_back_in_order()
    {
        LabeledTexts[] rows = [new(new("Fine."), RowTarget.Label(1), default), new(new("Bad."), RowTarget.Label(0), new("mine", 7))];

        Assert.Equal(rows, DatasetRuntime.Check(DataTasks.Sentiment, rows));
    }

    [Fact]
    public void Rows_without_an_origin_are_named_by_their_number()
    {
        LabeledTexts[] rows =
        [
            new(new("Fine."), RowTarget.Label(1), default),
            new(new(""), RowTarget.Label(2), default),
            new(new("Two", "texts"), RowTarget.Label(-1), new("mine", 7)),
            default,
        ];

        string message = Assert.Throws<DataFileException>(() => DatasetRuntime.Check(DataTasks.Sentiment, rows)).Message;

        Assert.Equal(
            """
            row 2: `text` is empty; each row needs a text there
            row 2: label number 2; Sentiment has 2 labels, numbers 0 to 1
            mine:7: a second text, `texts`, where Sentiment takes one, `text`
            mine:7: label number -1; Sentiment has 2 labels, numbers 0 to 1
            row 4: `text` is empty; each row needs a text there
            """,
            message);
    }

    [Fact]
    public void A_pair_task_needs_the_second_text()
    {
        string message = Assert.Throws<DataFileException>(() => DatasetRuntime.Check(DataTasks.Entailment, new InputTexts("It rains."), "the input")).Message;

        Assert.Equal("the input: `hypothesis` is empty; each row needs a text there", message);
    }
}
