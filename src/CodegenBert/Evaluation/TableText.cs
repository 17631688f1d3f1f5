using System.Globalization;
using System.Text;

namespace CodegenBert.Evaluation;

/// <summary>What the tables of all reports have in common.</summary>
internal static class TableText
{
    private const int MostClasses = 20;
    private const int ShownOfManyClasses = 10;

    /// <summary>A share as a percentage with one decimal.</summary>
    /// <param name="share">0 to 1.</param>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");

    /// <summary>A share with the bounds between which it lies.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="interval">The bounds.</param>
    public static string Percent(double share, ConfidenceInterval interval) =>
        $"{Percent(share)} (95 % confidence: {Percent(interval.Lower)} to {Percent(interval.Upper)})";

    /// <summary>A figure with four decimals, or that there is none.</summary>
    /// <param name="value">The figure; null where it is not defined.</param>
    public static string Figure(double? value) => value is { } known ? known.ToString("F4", CultureInfo.InvariantCulture) : "not defined";

    /// <summary>The lines that every table begins with.</summary>
    /// <param name="table">Where to.</param>
    /// <param name="report">The report.</param>
    public static void AppendRowsAndLoss(StringBuilder table, EvaluationReport report)
    {
        string truncated = report.TruncatedRows == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" ({report.TruncatedRows} of them cut to max_length)");
        table.Append(CultureInfo.InvariantCulture, $"rows             {report.Rows}{truncated}\n");
        table.Append(CultureInfo.InvariantCulture, $"loss             {Figure(report.Loss)}\n");
    }

    /// <summary>The line of averaged figures.</summary>
    /// <param name="table">Where to.</param>
    /// <param name="name">How they were averaged.</param>
    /// <param name="figures">The figures.</param>
    public static void AppendFigures(StringBuilder table, string name, RetrievalFigures figures) =>
        table.Append(CultureInfo.InvariantCulture, $"{name,-17}precision {Percent(figures.Precision)}, recall {Percent(figures.Recall)}, F1 {Percent(figures.F1)}\n");

    /// <summary>The classes, or the worst of many.</summary>
    /// <param name="table">Where to.</param>
    /// <param name="classes">All classes.</param>
    public static void AppendClasses(StringBuilder table, IReadOnlyList<ClassReport> classes)
    {
        bool many = classes.Count > MostClasses;
        IReadOnlyList<ClassReport> shown = many ? [.. classes.OrderBy(one => one.F1).Take(ShownOfManyClasses)] : classes;
        int names = Math.Max("label".Length, shown.Max(one => one.Label.Length));
        if (many)
        {
            table.Append(CultureInfo.InvariantCulture, $"the {shown.Count} of {classes.Count} labels with the lowest F1\n");
        }

        table.Append(CultureInfo.InvariantCulture, $"{"label".PadRight(names)}  precision   recall       F1     rows\n");
        foreach (ClassReport one in shown)
        {
            table.Append(CultureInfo.InvariantCulture, $"{one.Label.PadRight(names)}  {Percent(one.Precision),9}{Percent(one.Recall),9}{Percent(one.F1),9}{one.Support,9}\n");
        }
    }
}
