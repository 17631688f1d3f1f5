using CodegenBert.Tasks;

namespace CodegenBert.Runtime;

/// <summary>Transformers' words for a task's output, <c>problem_type</c> in <c>config.json</c>.</summary>
internal static class ProblemType
{
    public const string SingleLabel = "single_label_classification";
    public const string MultiLabel = "multi_label_classification";
    public const string Regression = "regression";

    public static string Of(OutputKind kind) => kind switch
    {
        OutputKind.MultiLabel => MultiLabel,
        OutputKind.Regression => Regression,
        _ => SingleLabel,
    };
}
