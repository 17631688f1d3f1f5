using CodegenBert.Evaluation;
using CodegenBert.Reports.Plots;
using CodegenBert.Training;
using CodegenBert.Training.Surveys;

namespace CodegenBert.Reports.Pages;

/// <summary>The pictures, those that the report has something to show in.</summary>
internal static class PlotSection
{
    private static readonly (string, string) s_train = ("train", "training"), s_validation = ("validation", "validation");

    /// <summary>Adds them.</summary>
    public static void Add(HtmlText html, TrainingReport report)
    {
        html.Text("h2", "Training").Markup("<div class=\"plots\">");
        AddCourse(html, report);
        html.Markup("</div>");
        IReadOnlyList<ReliabilityBin> bins = Bins(report.Best?.Validation);
        if (bins.Count > 0 || report.Survey is not null)
        {
            html.Text("h2", "Labels, lengths, probabilities").Markup("<div class=\"plots\">");
            if (report.Survey is { } survey)
            {
                html.Figure("Lengths of the training texts", [], LengthPlot.Of(survey, "lengths"));
            }

            if (bins.Count > 0)
            {
                html.Figure("Reliability", [s_validation], ReliabilityPlot.Of(bins, "reliability"), "How often predictions come true, by their probability; on the dashed line as often as they say. Stronger colour: more predictions.");
            }

            AddBalance(html, report.Survey);

            html.Markup("</div>");
        }
    }

    private static void AddCourse(HtmlText html, TrainingReport report)
    {
        if (report.History.Count > 1)
        {
            html.Figure("Loss of each step", [], StepPlots.Loss(report, "loss"), "Faint: each step. Strong: their running mean.");
        }

        if (report.Epochs.Count > 0)
        {
            html.Figure("Loss of each epoch", report.Best?.Validation is null ? [s_train] : [s_train, s_validation], EpochPlots.Loss(report, "epochs"));
        }

        foreach (ReportFigure figure in report.Best?.Validation?.Figures.Take(2) ?? [])
        {
            html.Figure($"Validation: {FigureName.Of(figure.Name)}", [], EpochPlots.Figure(report, figure.Name, "figure-" + figure.Name));
        }

        if (report.History.Count > 1)
        {
            html.Figure("Learning rate", [], StepPlots.Rate(report, "rate"), "The head's.");
            html.Figure("Gradient norm", [], StepPlots.GradientNorm(report, "norm"), "Before clipping.");
        }
    }

    /// <summary>The last of its row: with many labels it is the tallest.</summary>
    private static void AddBalance(HtmlText html, DataSurvey? survey)
    {
        if (survey is { Train.Labels.Count: > 0 })
        {
            html.Figure("Label balance", survey.Validation is null ? [s_train] : [s_train, s_validation], LabelBalancePlot.Of(survey, "balance"));
        }
    }

    private static IReadOnlyList<ReliabilityBin> Bins(EvaluationReport? validation) => validation switch
    {
        SingleLabelReport one => one.Reliability,
        MultiLabelReport several => several.Reliability,
        _ => [],
    };
}
