using System.Globalization;
using CodegenBert.Evaluation;
using CodegenBert.Training;

namespace CodegenBert.Reports.Pages;

/// <summary>The epochs as a table.</summary>
internal static class EpochSection
{
    /// <summary>Adds it.</summary>
    public static void Add(HtmlText html, TrainingReport report)
    {
        string[] figures = [.. report.Epochs.SelectMany(epoch => (epoch.Validation?.Figures ?? []).Where(figure => figure.Name != "loss").Take(3).Select(figure => figure.Name)).Distinct()];
        bool validated = report.Epochs.Any(epoch => epoch.Validation is not null);
        html.Text("h2", "Epochs");
        html.Table(
            ["", " epoch", " training loss", .. validated ? [" validation loss"] : Array.Empty<string>(), .. figures.Select(name => " " + FigureName.Of(name)), " seconds"],
            report.Epochs.Select(epoch => (string[])[
                epoch.Epoch == report.BestEpoch ? "kept" : "",
                epoch.Epoch.ToString(CultureInfo.InvariantCulture),
                HtmlText.Number(epoch.TrainingLoss),
                .. validated ? [HtmlText.Number(epoch.Validation?.Loss)] : Array.Empty<string>(),
                .. figures.Select(name => HtmlText.Number(Value(epoch.Validation, name))),
                epoch.Seconds.ToString("F1", CultureInfo.InvariantCulture)]));
    }

    private static double? Value(EvaluationReport? report, string name) =>
        report?.Figures.Where(figure => figure.Name == name).Select(figure => (double?)figure.Value).FirstOrDefault();
}
