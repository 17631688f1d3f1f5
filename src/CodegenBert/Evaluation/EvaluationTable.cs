using System.Globalization;
using System.Text;

namespace CodegenBert.Evaluation;

/// <summary>A report as text for a terminal: summary, classes, confusions.</summary>
internal static class EvaluationTable
{
    /// <summary>Characters in a line where nothing else is known.</summary>
    public const int DefaultWidth = 100;

    private const int MostClasses = 20;
    private const int ShownOfManyClasses = 10;

    /// <summary>The whole table.</summary>
    /// <param name="report">The report.</param>
    /// <param name="width">Characters in a line.</param>
    public static string Of(EvaluationReport report, int width)
    {
        StringBuilder table = new();
        AppendSummary(table, report);
        table.Append('\n');
        AppendClasses(table, report);
        table.Append('\n');
        ConfusionTable.Append(table, report, width);
        return table.ToString();
    }

    private static void AppendSummary(StringBuilder table, EvaluationReport report)
    {
        string truncated = report.TruncatedRows == 0 ? string.Empty : Invariant($" ({report.TruncatedRows} of them cut to max_length)");
        string kappa = report.Kappa is { } known ? Invariant($"{known:F4}") : "not defined";
        table.Append(CultureInfo.InvariantCulture, $"rows             {report.Rows}{truncated}\n");
        table.Append(CultureInfo.InvariantCulture, $"loss             {report.Loss:F4}\n");
        table.Append(CultureInfo.InvariantCulture, $"accuracy         {Percent(report.Accuracy)} (95 % confidence: {Percent(report.AccuracyInterval.Lower)} to {Percent(report.AccuracyInterval.Upper)})\n");
        table.Append(CultureInfo.InvariantCulture, $"macro            precision {Percent(report.MacroPrecision)}, recall {Percent(report.MacroRecall)}, F1 {Percent(report.MacroF1)}\n");
        table.Append(CultureInfo.InvariantCulture, $"Matthews         {report.Matthews:F4}\n");
        table.Append(CultureInfo.InvariantCulture, $"Cohen's kappa    {kappa}\n");
    }

    private static void AppendClasses(StringBuilder table, EvaluationReport report)
    {
        bool many = report.Classes.Count > MostClasses;
        IReadOnlyList<ClassReport> shown = many ? [.. report.Classes.OrderBy(one => one.F1).Take(ShownOfManyClasses)] : report.Classes;
        int names = Math.Max("label".Length, shown.Max(one => one.Label.Length));
        if (many)
        {
            table.Append(CultureInfo.InvariantCulture, $"the {shown.Count} of {report.Classes.Count} labels with the lowest F1\n");
        }

        table.Append(CultureInfo.InvariantCulture, $"{"label".PadRight(names)}  precision   recall       F1     rows\n");
        foreach (ClassReport one in shown)
        {
            table.Append(CultureInfo.InvariantCulture, $"{one.Label.PadRight(names)}  {Percent(one.Precision),9}{Percent(one.Recall),9}{Percent(one.F1),9}{one.Support,9}\n");
        }
    }

    private static string Percent(double share) => Invariant($"{100 * share:F1} %");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
