using System.Globalization;
using System.Text;

namespace CodegenBert.Training.Surveys;

/// <summary>A survey in about ten lines. A line that begins with an exclamation mark tells of what may need a look before time is spent.</summary>
internal static class SurveyText
{
    private const int MostNames = 8;

    /// <summary>Rows of the largest class for each of the smallest from which on the classes count as out of balance.</summary>
    private const double MuchImbalance = 10;

    public static string Of(DataSurvey survey)
    {
        StringBuilder text = new();
        foreach ((string name, RowSurvey rows) in (IEnumerable<(string, RowSurvey)>)[("train", survey.Train), .. survey.Validation is { } validation ? [("validation", validation)] : Array.Empty<(string, RowSurvey)>()])
        {
            AppendRows(text, name, rows, isTrained: ReferenceEquals(rows, survey.Train));
            AppendTargets(text, rows);
            AppendLengths(text, rows, survey.MaxLength);
            AppendRepetition(text, rows.Repeated, "rows that repeat an earlier row's input");
        }

        if (survey.Shared is { } shared)
        {
            AppendRepetition(text, shared, "validation rows whose input is among the training rows' too");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void AppendRows(StringBuilder text, string name, RowSurvey rows, bool isTrained)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {name}: {rows.Rows} rows");
        if (rows.Imbalance is { } imbalance)
        {
            LabelCount largest = rows.Labels.MaxBy(label => label.Rows), smallest = rows.Labels.Where(label => label.Rows > 0).MinBy(label => label.Rows);
            text.Append(CultureInfo.InvariantCulture, $", {rows.Labels.Count} labels: the largest {largest.Label} ({largest.Rows}), the smallest {smallest.Label} ({smallest.Rows})");
            text.Append(isTrained && imbalance >= MuchImbalance ? string.Create(CultureInfo.InvariantCulture, $"\n! one class has {imbalance:F0} times the rows of another: class_weights: balanced makes them count alike\n") : "\n");
        }
        else if (rows.Scores is { } scores)
        {
            text.Append(CultureInfo.InvariantCulture, $", scores {scores.Least:G4} to {scores.Most:G4}, mean {scores.Mean:G4}, sd {scores.StandardDeviation:G4}\n");
        }
        else
        {
            text.Append('\n');
        }
    }

    private static void AppendTargets(StringBuilder text, RowSurvey rows)
    {
        string[] empty = [.. rows.LabelsWithoutRows];
        if (empty.Length > 0)
        {
            string more = empty.Length > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {empty.Length - MostNames} more") : "";
            text.Append(CultureInfo.InvariantCulture, $"! {empty.Length} labels have no row: {string.Join(", ", empty.Take(MostNames))}{more}\n");
        }

        if (rows.RowsWithoutLabel > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {rows.RowsWithoutLabel} rows have no label\n");
        }
    }

    private static void AppendLengths(StringBuilder text, RowSurvey rows, int maxLength)
    {
        LengthSurvey lengths = rows.Lengths;
        text.Append(CultureInfo.InvariantCulture, $"  tokens: median {lengths.Median}, 90 % up to {lengths.Quantile90}, 99 % up to {lengths.Quantile99}, most {lengths.Most}\n");
        if (rows.Cut.Rows > 0)
        {
            double percent = 100.0 * rows.Cut.Rows / rows.Rows;
            text.Append(CultureInfo.InvariantCulture, $"! longer than max_length {maxLength}, and so cut: {rows.Cut.Rows} ({percent:F1} %), by {rows.Cut.MedianTokens} tokens (median), by {rows.Cut.MostTokens} at most\n");
        }
    }

    private static void AppendRepetition(StringBuilder text, Repetition repetition, string what)
    {
        if (repetition.Rows > 0)
        {
            string conflict = repetition.Conflicting > 0 ? string.Create(CultureInfo.InvariantCulture, $", {repetition.Conflicting} of them with another target") : "";
            text.Append(CultureInfo.InvariantCulture, $"! {what}: {repetition.Rows}{conflict}\n");
        }
    }
}
