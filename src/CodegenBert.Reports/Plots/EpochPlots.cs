using CodegenBert.Training;

namespace CodegenBert.Reports.Plots;

/// <summary>What changes from epoch to epoch.</summary>
internal static class EpochPlots
{
    /// <summary>The loss of the training rows, and of the validation rows.</summary>
    public static string Loss(TrainingReport report, string id)
    {
        IEnumerable<(double Epoch, double Loss)> train = report.Epochs.Select(epoch => ((double)epoch.Epoch, epoch.TrainingLoss));
        IEnumerable<(double Epoch, double Loss)> validation = report.Epochs.Where(epoch => epoch.Validation is not null).Select(epoch => ((double)epoch.Epoch, epoch.Validation!.Loss));
        Chart chart = Over(report, AxisScale.Around(train.Concat(validation).Select(point => point.Loss), fromZero: true));
        MarkBest(chart, report);
        chart.Curve(train, Ink.Train, marker: 6);
        if (validation.Any())
        {
            chart.Curve(validation, Ink.Validation, marker: 6);
        }

        return chart.ToSvg(id, "Loss of each epoch on the training and the validation rows");
    }

    /// <summary>A figure of the validation rows.</summary>
    /// <param name="report">The report.</param>
    /// <param name="figure">The figure's name.</param>
    /// <param name="id">A prefix for the picture's ids.</param>
    public static string Figure(TrainingReport report, string figure, string id)
    {
        (double, double Value)[] points =
        [
            .. from epoch in report.Epochs
               from one in epoch.Validation?.Figures ?? []
               where one.Name == figure
               select ((double)epoch.Epoch, one.Value),
        ];
        Chart chart = Over(report, AxisScale.Around(points.Select(point => point.Value)).Wider());
        MarkBest(chart, report);
        chart.Curve(points, Ink.Validation, marker: 6);
        return chart.ToSvg(id, $"{figure} of the validation rows after each epoch");
    }

    private static Chart Over(TrainingReport report, AxisScale y) => new(AxisScale.Whole(report.Epochs[0].Epoch, report.Epochs[^1].Epoch), y, "epoch");

    private static void MarkBest(Chart chart, TrainingReport report)
    {
        chart.Dashes(report.BestEpoch, chart.Y.Least, report.BestEpoch, chart.Y.Most, Ink.Muted);
        bool isRight = chart.PixelX(report.BestEpoch) > chart.Width * 3 / 4;
        chart.Write(report.BestEpoch, chart.Y.Most, "kept", isRight ? "end" : "start", "axis", isRight ? -4 : 4, 10);
    }
}
