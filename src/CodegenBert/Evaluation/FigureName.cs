using System.Text.Json;
using CodegenBert.Tasks;

namespace CodegenBert.Evaluation;

/// <summary>A figure's name in words.</summary>
public static class FigureName
{
    private static readonly string[] s_shares = ["accuracy", "subset_accuracy", "balanced_accuracy", "macro_f1", "weighted_f1", "micro_f1", "samples_f1"];

    /// <summary><c>macro_f1</c> as <c>macro F1</c>.</summary>
    /// <param name="name">As in <see cref="EvaluationReport.Figures"/>.</param>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            "matthews" => "Matthews",
            "kappa" => "Cohen's kappa",
            "pearson" => "Pearson",
            "spearman" => "Spearman",
            "r2" => "R²",
            "area_under_roc" => "area under ROC",
            "brier" => "Brier",
            _ => name.Replace("_f1", " F1", StringComparison.Ordinal).Replace('_', ' '),
        };
    }

    /// <summary>A metric's name in words: <c>macro F1</c>.</summary>
    /// <param name="metric">The metric.</param>
    public static string Of(ValidationMetric metric) => Of(JsonNamingPolicy.SnakeCaseLower.ConvertName(metric.ToString()));

    /// <summary>Whether it is a share, shown in percent.</summary>
    /// <param name="name">As in <see cref="EvaluationReport.Figures"/>.</param>
    public static bool IsShare(string name) => s_shares.Contains(name);
}
