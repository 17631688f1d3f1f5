using CodegenBert.Reports;
using CodegenBert.Samples.CommandLine;
using CodegenBert.Tests.Reports;

namespace CodegenBert.Tests.CommandLine;

/// <summary>Where the samples' <c>train</c> writes its report.</summary>
public sealed class ReportFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_report_goes_to_the_file_that_is_named_and_as_markdown_beside_it()
    {
        ReportFiles.For(_folder["new", "run.html"], _folder["model"])!.Write(MarkdownTests.BareReport);

        Assert.Equal(MarkdownTests.BareReport.ToHtml(), File.ReadAllText(_folder["new", "run.html"]));
        Assert.Equal(MarkdownTests.BareReport.ToMarkdown(), File.ReadAllText(_folder["new", "run.md"]));
        Assert.False(Directory.Exists(_folder["model"]));
    }

    [Fact]
    public void Without_a_name_it_lies_in_the_models_folder_which_is_not_touched_before()
    {
        ReportFiles files = ReportFiles.For(null, _folder["model"])!;
        Assert.False(Directory.Exists(_folder["model"]));
        files.Write(MarkdownTests.BareReport);

        Assert.Equal(["report.html", "report.md"], Directory.EnumerateFiles(_folder["model"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Without_a_name_and_a_model_there_is_none() => Assert.Null(ReportFiles.For(null, null));

    [Fact]
    public void A_folder_in_its_place_is_refused_before_the_training() =>
        Assert.Equal($"{_folder.Path}: is a folder; a file is to be written there", Assert.Throws<CommandException>(() => ReportFiles.For(_folder.Path, null)).Message);
}
