using System.Globalization;
using CodegenBert.Training;
using CodegenBert.Training.Reports;

namespace CodegenBert.Reports.Pages;

/// <summary>What the run cost, and how it was made.</summary>
internal static class WorkSection
{
    /// <summary>Adds it.</summary>
    public static void Add(HtmlText html, TrainingReport report)
    {
        html.Text("h2", "Time and work");
        if (report.Parts.Count > 0)
        {
            double all = report.Parts.Sum(part => part.Seconds);
            html.Table(["part", " seconds", " share"], report.Parts.Select(part => new[]
            {
                part.Part.ToString().ToLowerInvariant(),
                part.Seconds.ToString("F1", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{100 * part.Seconds / all:F0} %"),
            }));
        }

        html.Table(["through the encoder's", " texts", " tokens"], [Passes("frozen part", report.FrozenPasses), Passes("trained part", report.TrainedPasses)]);
        IReadOnlyList<RecipeSetting> settings = ReportSettings.Of(report);
        if (settings.Count > 0)
        {
            html.Text("h2", "Recipe").Table(["setting", "value"], settings.Select(setting => new[] { setting.Name, setting.Value }), "breaks");
        }
    }

    private static string[] Passes(string part, EncoderPasses passes) =>
        [part, passes.Texts.ToString("N0", CultureInfo.InvariantCulture), passes.Tokens.ToString("N0", CultureInfo.InvariantCulture)];
}
