using System.Globalization;
using System.Text;
using CodegenBert.Evaluation;

namespace CodegenBert.Training.Reports;

/// <summary>A run's report in Markdown.</summary>
internal static class ReportMarkdown
{
    private const int MostTextLength = 300;

    /// <summary>The whole report.</summary>
    public static string Of(TrainingReport report)
    {
        StringBuilder text = new();
        MarkdownText markdown = new(text);
        AppendSummary(markdown, report);
        AppendData(markdown, report);
        AppendTrials(markdown, report);
        AppendEpochs(markdown, report);
        AppendValidation(markdown, report);
        AppendRows(markdown, "Hardest validation rows", report.HardestRows);
        AppendRows(markdown, "Most confidently wrong", report.ConfidentlyWrongRows);
        AppendWork(markdown, report);
        AppendRecipe(markdown, report);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void AppendSummary(MarkdownText markdown, TrainingReport report)
    {
        markdown.Heading(1, report.Task.Length == 0 ? "Training report" : $"Training report: {MarkdownText.Escape(report.Task)}");
        string begun = report.Started is { } started ? string.Create(CultureInfo.InvariantCulture, $"Begun {started:yyyy-MM-dd HH:mm:ss zzz}. ") : "";
        markdown.Paragraph($"{begun}{report.TrainingRows} training rows, {report.Steps} steps in {report.Epochs.Count} epochs{(report.StoppedEarly ? " (stopped early)" : "")}, {report.Seconds:F1} s. Kept: epoch {report.BestEpoch}.{Resumption.Of(report)}");
        if (report.Best?.Validation is { } validation)
        {
            markdown.Figures("figure of the validation rows", validation);
        }
    }

    private static void AppendData(MarkdownText markdown, TrainingReport report)
    {
        if (report.Survey is { } survey)
        {
            markdown.Heading(2, "Data");
            markdown.Code(survey.ToText());
        }
    }

    private static void AppendTrials(MarkdownText markdown, TrainingReport report)
    {
        if (report.FreezeLadder is { } ladder)
        {
            markdown.Section(ReportSection.Of(ladder));
        }

        if (report.Seeds is { } seeds)
        {
            markdown.Section(ReportSection.Of(seeds));
        }
    }

    private static void AppendEpochs(MarkdownText markdown, TrainingReport report)
    {
        markdown.Heading(2, "Epochs");
        string[] figures = [.. report.Epochs.SelectMany(epoch => (epoch.Validation?.Figures ?? []).Take(2).Select(figure => figure.Name)).Distinct()];
        bool validated = report.Epochs.Any(epoch => epoch.Validation is not null);
        markdown.Table(
            ["", " epoch", " training loss", .. validated ? [" validation loss"] : Array.Empty<string>(), .. figures.Select(name => $" {name}"), " seconds"],
            report.Epochs.Select(epoch => (string[])[
                epoch.Epoch == report.BestEpoch ? "kept" : "",
                epoch.Epoch.ToString(CultureInfo.InvariantCulture),
                Cell.Figure(epoch.TrainingLoss),
                .. validated ? [Cell.Figure(epoch.Validation?.Loss)] : Array.Empty<string>(),
                .. figures.Select(name => Cell.Figure(epoch.Validation?.Figures.Where(figure => figure.Name == name).Select(figure => (double?)figure.Value).FirstOrDefault())),
                epoch.Seconds.ToString("F1", CultureInfo.InvariantCulture)]));
    }

    private static void AppendValidation(MarkdownText markdown, TrainingReport report)
    {
        if (report.Best?.Validation is { } validation)
        {
            markdown.Heading(2, "Validation");
            markdown.Code(validation.ToTable().TrimEnd('\n'));
        }
    }

    private static void AppendRows(MarkdownText markdown, string title, IReadOnlyList<HardRow> rows)
    {
        if (rows.Count > 0)
        {
            markdown.Heading(2, title);
            markdown.Table(
                [" loss", " probability", "actual", "predicted", "text", "row"],
                rows.Select(row => new[] { Cell.Figure(row.Loss), Cell.Figure(row.Probability), MarkdownText.Escape(row.Actual), MarkdownText.Escape(row.Predicted), Text(row), MarkdownText.Escape(row.Origin) }));
        }
    }

    private static void AppendWork(MarkdownText markdown, TrainingReport report)
    {
        markdown.Heading(2, "Time and work");
        if (report.Parts.Count > 0)
        {
            markdown.Table(["part", " seconds"], report.Parts.Select(part => new[] { part.Part.ToString().ToLowerInvariant(), part.Seconds.ToString("F1", CultureInfo.InvariantCulture) }));
        }

        markdown.Table(["through the encoder's", " texts", " tokens"], [Passes("frozen part", report.FrozenPasses), Passes("trained part", report.TrainedPasses)]);
        if (report.PeakMemoryBytes is { } bytes)
        {
            markdown.Paragraph($"Most memory of the process: {bytes / 1048576.0:F0} MiB.");
        }
    }

    private static void AppendRecipe(MarkdownText markdown, TrainingReport report)
    {
        IReadOnlyList<RecipeSetting> settings = ReportSettings.Of(report);
        if (settings.Count > 0)
        {
            markdown.Heading(2, "Recipe");
            markdown.Table(["setting", "value"], settings.Select(setting => new[] { MarkdownText.Escape(setting.Name), MarkdownText.Escape(setting.Value) }));
        }
    }

    private static string[] Passes(string part, EncoderPasses passes) =>
        [part, passes.Texts.ToString(CultureInfo.InvariantCulture), passes.Tokens.ToString(CultureInfo.InvariantCulture)];

    private static string Text(HardRow row)
    {
        string text = row.Second is { } second ? $"{row.First} ⏐ {second}" : row.First;
        return MarkdownText.Escape(text.Length > MostTextLength ? text[..MostTextLength] + "…" : text);
    }
}
