using CodegenBert.Training;
using CodegenBert.Training.Reports;

namespace CodegenBert.Reports.Plots;

/// <summary>What changes from step to step.</summary>
internal static class StepPlots
{
    /// <summary>Points of a curve: more than the plot has pixels would be the file's weight only.</summary>
    private const int MostPoints = 500;

    /// <summary>The loss of each step, and its running mean.</summary>
    public static string Loss(TrainingReport report, string id)
    {
        IReadOnlyList<StepReport> steps = report.History;
        Chart chart = Over(steps, AxisScale.Around(WithoutSpikes(steps.Select(step => step.Loss)), fromZero: true));
        chart.Curve(Points(steps, step => Math.Min(step.Loss, chart.Y.Most)), Ink.Train, opacity: 0.3, width: 1);
        chart.Curve(Sample(Smooth(steps)), Ink.Train);
        return chart.ToSvg(id, "Loss of each step of the training");
    }

    /// <summary>The head's learning rate.</summary>
    public static string Rate(TrainingReport report, string id)
    {
        Chart chart = Over(report.History, AxisScale.Around(report.History.Select(step => step.LearningRate), fromZero: true));
        chart.Curve(Points(report.History, step => step.LearningRate), Ink.Train);
        return chart.ToSvg(id, "Learning rate of the head at each step");
    }

    /// <summary>The norm of the gradients before clipping.</summary>
    public static string GradientNorm(TrainingReport report, string id)
    {
        Chart chart = Over(report.History, AxisScale.Around(WithoutSpikes(report.History.Select(step => step.GradientNorm)), fromZero: true));
        chart.Curve(Points(report.History, step => Math.Min(step.GradientNorm, chart.Y.Most)), Ink.Train, width: 1);
        return chart.ToSvg(id, "Norm of the gradients at each step");
    }

    private static Chart Over(IReadOnlyList<StepReport> steps, AxisScale y) => new(AxisScale.Whole(steps[0].Step, steps[^1].Step), y, "step");

    /// <summary>The values up to one and a half times the largest of 99 % of them: a single spike would flatten the rest.</summary>
    private static IEnumerable<double> WithoutSpikes(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? [] : sorted.TakeWhile(value => value <= 1.5 * sorted[(sorted.Length - 1) * 99 / 100]);
    }

    private static IEnumerable<(double X, double Y)> Points(IReadOnlyList<StepReport> steps, Func<StepReport, double> value) =>
        Sample([.. steps.Select(step => ((double)step.Step, value(step)))]);

    /// <summary>The exponential mean, without the pull of its start towards 0 (Kingma and Ba 2015, section 3).</summary>
    private static (double X, double Y)[] Smooth(IReadOnlyList<StepReport> steps)
    {
        double memory = 1 - (1 / Math.Max(2.0, steps.Count / 40.0)), mean = 0, weight = 0;
        List<(double X, double Y)> smooth = [];
        foreach (StepReport step in steps.Where(step => double.IsFinite(step.Loss)))
        {
            mean = (memory * mean) + ((1 - memory) * step.Loss);
            weight = (memory * weight) + (1 - memory);
            smooth.Add((step.Step, mean / weight));
        }

        return [.. smooth];
    }

    private static IEnumerable<(double X, double Y)> Sample((double X, double Y)[] points)
    {
        int stride = Math.Max(1, (points.Length + MostPoints - 1) / MostPoints);
        return points.Where((_, i) => i % stride == 0 || i == points.Length - 1);
    }
}
