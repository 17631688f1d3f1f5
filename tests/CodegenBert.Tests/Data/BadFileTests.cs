using System.Text;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Tests.Data;

public sealed class BadFileTests
{
    private const string Rule = "The first line must name the columns `text`, `label`, in any order, separated by tabs";

    [Fact]
    public void A_missing_file_is_named_with_the_place_where_it_was_looked_for()
    {
        string full = Path.GetFullPath("nowhere/train.tsv");

        Assert.Equal($"nowhere/train.tsv: there is no such file ({full})", FileMessage("nowhere/train.tsv"));
        Assert.Equal($"{full}: there is no such file", FileMessage(full));
    }

    [Fact]
    public void A_folder_is_not_a_file()
    {
        string folder = AppContext.BaseDirectory;

        Assert.Equal($"{folder}: is a folder; a data file is needed", FileMessage(folder));
    }

    [Fact]
    public void A_file_that_fails_while_it_is_read_says_what_the_system_said()
    {
        // Linux gives the memory of a process as a file, of which no byte at 0 can be read.
        if (OperatingSystem.IsLinux())
        {
            Assert.StartsWith("/proc/self/mem: cannot be read: ", FileMessage("/proc/self/mem"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "x.tsv: the file is empty. " + Rule)]
    [InlineData("text\tlabel\n", "x.tsv: there are no rows after the header")]
    [InlineData("text\tlabel\n\n\r\n", "x.tsv: there are no rows after the header")]
    [InlineData("text,label\nFine.,positive\n", "x.tsv:1: the header has no column `text` and no column `label`: it is `text,label`. " + Rule + ". It is separated by commas: name the file .csv, or say that its format is Csv")]
    [InlineData("Fine.\tpositive\nBad.\tnegative\n", "x.tsv:1: the header has no column `text` and no column `label`: it is `Fine.\\tpositive`. " + Rule)]
    [InlineData("Text\tlabels\n", "x.tsv:1: the header has no column `text` (but `Text`) and no column `label` (but `labels`): it is `Text\\tlabels`. " + Rule)]
    [InlineData("text\tlabel\ttext\n", "x.tsv:1: the header names the column `text` more than once: it is `text\\tlabel\\ttext`. " + Rule)]
    [InlineData("text\rlabel\rFine.\rpositive\r", "x.tsv:1: the header has no column `text` and no column `label`: it is `text\\rlabel\\rFine.\\rpositive\\r`. " + Rule)]
    public void An_unusable_header_is_refused_with_what_it_must_be(string data, string message) =>
        Assert.Equal(message, Message(DataTasks.Sentiment, Encoding.UTF8.GetBytes(data)));

    [Fact]
    public void The_columns_are_named_as_the_specs_inputs() => Assert.Equal(
        "x.tsv:1: the header has no column `premise` and no column `hypothesis`: it is `first\\tsecond\\tlabel`. "
            + "The first line must name the columns `premise`, `hypothesis`, `label`, in any order, separated by tabs",
        Message(DataTasks.Entailment, "first\tsecond\tlabel\n"u8.ToArray()));

    private static string FileMessage(string path) => Assert.Throws<DataFileException>(() => DatasetRuntime.Read(DataTasks.Sentiment, path)).Message;

    private static string Message(TaskDefinition task, byte[] data)
    {
        using MemoryStream stream = new(data);
        return Assert.Throws<DataFileException>(() => DatasetRuntime.Read(task, stream, "x.tsv")).Message;
    }
}
