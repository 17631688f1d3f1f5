using System.Globalization;
using CodegenBert.Training.Surveys;

namespace CodegenBert.Reports.Plots;

/// <summary>The histogram of the lengths of the training texts, with the cut.</summary>
internal static class LengthPlot
{
    /// <summary>The picture.</summary>
    public static string Of(DataSurvey survey, string id)
    {
        IReadOnlyList<LengthBin> bins = survey.Train.Lengths.Histogram;
        int width = bins.Count > 1 ? bins[1].From - bins[0].From : Math.Max(1, bins[0].To - bins[0].From + 1), end = bins[^1].From + width;
        bool showsCut = survey.MaxLength <= end * 1.4;
        AxisScale x = AxisScale.Whole(0, showsCut ? Math.Max(end, survey.MaxLength + 1) : end);
        AxisScale y = AxisScale.Around(bins.Select(bin => (double)bin.Rows), fromZero: true);
        Chart chart = new(x with { Least = 0 }, y, "tokens of a text, before the cut");
        foreach (LengthBin bin in bins)
        {
            double right = bin.From + width;
            chart.Bar(bin.From, right, 0, bin.Rows, bin.From > survey.MaxLength ? Ink.Wrong : Ink.Train);
            string upTo = bin.To >= right ? "and more" : string.Create(CultureInfo.InvariantCulture, $"to {bin.To}");
            chart.Tell(bin.From, right, 0, y.Most, string.Create(CultureInfo.InvariantCulture, $"{bin.From} {upTo} tokens: {bin.Rows} rows"));
        }

        string words = string.Create(CultureInfo.InvariantCulture, $"max_length {survey.MaxLength}");
        if (showsCut)
        {
            double at = survey.MaxLength + 0.5;
            bool isRight = chart.PixelX(at) > chart.Width / 2.0;
            chart.Dashes(at, 0, at, y.Most, Ink.Wrong);
            chart.Write(at, y.Most, words, isRight ? "end" : "start", "axis", isRight ? -5 : 5, 10);
        }
        else
        {
            chart.Write(x.Most, y.Most, words + " →", "end", "axis", 0, 10);
        }

        return chart.ToSvg(id, "Histogram of the lengths of the training texts");
    }
}
