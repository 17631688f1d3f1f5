namespace CodegenBert.Reports.Pages;

/// <summary>A figure's name in words.</summary>
internal static class FigureName
{
    private static readonly string[] s_shares = ["accuracy", "subset_accuracy", "balanced_accuracy", "macro_f1", "weighted_f1", "micro_f1", "samples_f1"];

    /// <summary><c>macro_f1</c> as <c>macro F1</c>.</summary>
    public static string Of(string name) => name switch
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

    /// <summary>Whether it is a share, shown in percent.</summary>
    public static bool IsShare(string name) => s_shares.Contains(name);
}
