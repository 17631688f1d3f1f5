using System.Globalization;
using CodegenBert.Evaluation;
using CodegenBert.Reports.Plots;
using CodegenBert.Training;
using CodegenBert.Training.Reports;

namespace CodegenBert.Reports.Pages;

/// <summary>Where the kept model is wrong: by label, label for label, row by row.</summary>
internal static class ErrorSection
{
    private const int MostConfusions = 20, MostTextLength = 600;

    /// <summary>Adds it.</summary>
    public static void Add(HtmlText html, TrainingReport report)
    {
        if (report.Best?.Validation is { } validation)
        {
            Add(html, "Validation rows", validation);
        }

        AddRows(html, "Hardest rows", "The highest loss.", report.HardestRows);
        AddRows(html, "Most confidently wrong", "Wrong with the highest probability: mislabelled rows are often among them.", report.ConfidentlyWrongRows);
    }

    /// <summary>Adds what is said of rows that were scored.</summary>
    public static void Add(HtmlText html, string title, EvaluationReport scored)
    {
        html.Text("h2", title);
        AddFigures(html, scored);
        if (scored is SingleLabelReport single)
        {
            html.Markup("<div class=\"plots\">").Figure(
                "Confusion matrix",
                [("right", "right"), ("wrong", "wrong")],
                ConfusionPlot.Of(single, "confusion"),
                "Rows are actual labels, columns predicted ones; the stronger the colour, the larger the share of the row." + (single.Classes.Count > ConfusionPlot.Few ? " The numbers are told where one points." : ""),
                isWide: single.Classes.Count > ConfusionPlot.Few).Markup("</div>");
            AddConfusions(html, single);
        }
        else if (scored is RegressionReport { Scores.Count: > 0 } score)
        {
            html.Markup("<div class=\"plots\">").Figure("Predicted against actual scores", [], ScorePlot.Of(score, "scores"), ScorePlot.Note(score)).Markup("</div>");
        }
    }

    private static void AddFigures(HtmlText html, EvaluationReport validation)
    {
        html.Table(["figure", " value"], validation.Figures.Select(figure => new[] { FigureName.Of(figure.Name), HtmlText.Number(figure.Value) }));
        IReadOnlyList<ClassReport> classes = validation switch
        {
            SingleLabelReport one => one.Classes,
            MultiLabelReport several => several.Classes,
            _ => [],
        };
        if (classes.Count > 0)
        {
            html.Markup("<details open><summary>Labels, the lowest F1 first</summary>");
            html.Table(
                ["label", " precision", " recall", " F1", " rows"],
                classes.OrderBy(one => one.F1).Select(one => new[] { one.Label, HtmlText.Number(one.Precision), HtmlText.Number(one.Recall), HtmlText.Number(one.F1), one.Support.ToString(CultureInfo.InvariantCulture) }));
            html.Markup("</details>");
        }
    }

    private static void AddConfusions(HtmlText html, SingleLabelReport report)
    {
        var confusions =
            from actual in Enumerable.Range(0, report.Classes.Count)
            from predicted in Enumerable.Range(0, report.Classes.Count)
            let rows = report.Confusion[actual][predicted]
            where actual != predicted && rows > 0
            orderby rows descending
            select new[]
            {
                report.Classes[actual].Label,
                report.Classes[predicted].Label,
                rows.ToString(CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{100.0 * rows / report.Confusion[actual].Sum():F1} %"),
            };
        html.Text("h3", "Most frequent confusions").Table(["actual", "predicted as", " rows", " share"], confusions.Take(MostConfusions));
    }

    private static void AddRows(HtmlText html, string title, string note, IReadOnlyList<HardRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        html.Text("h3", title).Text("p class=\"note\"", note).Markup("<ol class=\"rows\">");
        foreach (HardRow row in rows)
        {
            html.Markup("<li>").Text("p class=\"text\"", Shorten(row.First));
            if (row.Second is { } second)
            {
                html.Text("p class=\"text\"", Shorten(second));
            }

            string probability = row.Probability is { } known ? string.Create(CultureInfo.InvariantCulture, $" with {known:F3}") : "";
            html.Markup($"<p class=\"what\">actual <b>{HtmlText.Escape(row.Actual)}</b>, predicted <b>{HtmlText.Escape(row.Predicted)}</b>{probability}; loss {HtmlText.Number(row.Loss)}; <span>{HtmlText.Escape(row.Origin)}</span></p></li>");
        }

        html.Markup("</ol>");
    }

    private static string Shorten(string text) => text.Length > MostTextLength ? text[..MostTextLength] + "…" : text;
}
