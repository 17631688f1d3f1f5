using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs;

namespace CodegenBert.Generators.Emit;

/// <summary>What is to be predicted of an example, in C#: its type, and the way to and from the core's <c>RowTarget</c>.</summary>
internal sealed class TargetCode(OutputModel output, TypeNames names)
{
    private const string RowTarget = "global::CodegenBert.Data.RowTarget";

    public string Type => output.Kind switch
    {
        OutputKind.MultiLabel => names.LabelSet,
        OutputKind.Regression => "float",
        _ => names.Label,
    };

    public bool IsReference => output.Kind == OutputKind.MultiLabel;

    public string Property => output.Target;

    /// <summary>Not escaped.</summary>
    public string Parameter => output.Score?.Parameter ?? CSharpName.Camel(Property);

    /// <summary>What documentation calls it, escaped.</summary>
    public string Noun => output.Score is { } score ? $"<c>{XmlText.Of(score.Name)}</c>" : output.TargetColumn;

    public string ToRowTarget(string example) => output.Kind switch
    {
        OutputKind.MultiLabel => $"{names.LabelSet}.ToTarget({example}.{Property})",
        OutputKind.Regression => $"{RowTarget}.Score({example}.{Property})",
        _ => $"{RowTarget}.Label((int){example}.{Property})",
    };

    public string FromRowTarget(string target) => output.Kind switch
    {
        OutputKind.MultiLabel => $"new {names.LabelSet}({target})",
        OutputKind.Regression => $"{target}.ScoreValue",
        _ => $"({names.Label}){target}.LabelIndex",
    };
}
