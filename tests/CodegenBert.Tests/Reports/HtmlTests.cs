using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CodegenBert.Reports;
using CodegenBert.Training;

namespace CodegenBert.Tests.Reports;

/// <summary>The report as an HTML file.</summary>
public sealed partial class HtmlTests(ReportOfRun runs) : IClassFixture<ReportOfRun>
{
    private static readonly string[] Course = ["Loss of each step", "Loss of each epoch", "Learning rate", "Gradient norm", "Lengths of the training texts"];

    [Theory]
    [InlineData("one label", "Validation: accuracy", "Confusion matrix", "Reliability", "Label balance")]
    [InlineData("several labels", "Validation: micro F1", "Reliability", "Label balance")]
    [InlineData("score", "Validation: Pearson")]
    public void Each_kind_of_output_has_its_pictures(string kind, params string[] pictures)
    {
        string html = runs.Of(kind).ToHtml();
        string[] titles = [.. Title().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];

        Assert.All([.. Course, .. pictures], title => Assert.Contains(title, titles));
        Assert.Equal(titles.Length, Svg().Count(html));
    }

    [Theory]
    [InlineData("one label")]
    [InlineData("several labels")]
    [InlineData("score")]
    public void It_holds_all_that_it_shows_and_runs_nothing(string kind)
    {
        string html = runs.Of(kind).ToHtml();

        Assert.Contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<(script|img|link|iframe|object|embed|image|foreignObject)\\b", html);
        Assert.DoesNotMatch("(?i)<[^>]*\\son[a-z]+\\s*=", html);
        Assert.DoesNotMatch("(?i)<[^>]*\\s(xlink:href|href|src|action)\\s*=", html);
        Assert.DoesNotMatch("@import|url\\((?!#)", html);
    }

    [Fact]
    public void A_text_and_a_label_of_the_data_are_shown_as_they_are()
    {
        string html = runs.Of("one label").ToHtml();

        Assert.Contains(WebUtility.HtmlEncode(ReportOfRun.HostileText), html, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(ReportOfRun.HostileLabel), html, StringComparison.Ordinal);
        Assert.DoesNotContain(ReportOfRun.HostileLabel, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one label")]
    [InlineData("several labels")]
    public void Each_picture_is_whole_has_words_and_colours_of_the_style_sheet_alone(string kind)
    {
        string html = runs.Of(kind).ToHtml();
        XElement[] pictures = [.. Svg().Matches(html).Select(match => XElement.Parse(match.Value))];

        Assert.All(pictures, picture =>
        {
            Assert.True(picture.Descendants("text").Count() >= 3, picture.Attribute("aria-label")!.Value);
            Assert.Contains(picture.Descendants(), element => element.Name.LocalName is "path" or "rect" or "ellipse");
            IEnumerable<string> paints = picture.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "fill" or "stroke").Select(attribute => attribute.Value);
            Assert.All(paints, paint => Assert.Equal("none", paint));
        });
        string[] ids = [.. pictures.SelectMany(picture => picture.Descendants().Attributes("id")).Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(Reference().Matches(html).Select(match => match.Groups[1].Value), id => Assert.Contains(id, ids));
    }

    [Fact]
    public void It_is_written_into_a_folder_that_is_missing_and_over_a_file_that_is_there()
    {
        using var folder = new TemporaryFolder();
        string path = folder["new", "report.html"];
        MarkdownTests.BareReport.WriteHtml(path);
        runs.Of("score").WriteHtml(path);

        Assert.Equal(runs.Of("score").ToHtml(), File.ReadAllText(path));
    }

    [Fact]
    public void A_report_of_a_bare_loop_has_what_there_is()
    {
        string html = MarkdownTests.BareReport.ToHtml();

        Assert.Equal(["Loss of each epoch"], Title().Matches(html).Select(match => match.Groups[1].Value));
        Assert.Contains("2 training rows, 1 steps in 1 epochs; epoch 1 is kept.", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("<figcaption><b>(.*?)</b>")]
    private static partial Regex Title();

    [GeneratedRegex("<svg .*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();

    [GeneratedRegex("url\\(#([^)]+)\\)")]
    private static partial Regex Reference();
}
