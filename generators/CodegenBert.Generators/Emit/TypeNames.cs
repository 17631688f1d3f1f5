using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs;

namespace CodegenBert.Generators.Emit;

/// <summary>The generated types' names: short where they are declared, with <c>global::</c> wherever they are used.</summary>
internal sealed class TypeNames(SpecModel model)
{
    private readonly string _prefix = model.Namespace.Length == 0 ? "global::" : "global::" + EscapedNamespace(model) + ".";

    public string Label => Full("Label");

    public string Labels => Full("Labels");

    public string LabelSet => Full("LabelSet");

    public string Thresholds => Full("Thresholds");

    public string Input => Full("Input");

    public string Example => Full("Example");

    public string Dataset => Full("Dataset");

    public string Probabilities => Full("Probabilities");

    public string Prediction => Full("Prediction");

    public string Definition => Full("Definition");

    public string Tokenizer => Full("Tokenizer");

    public string Classifier => Full("Classifier");

    public string TrainingOptions => Full("TrainingOptions");

    public string Trainer => Full("Trainer");

    public string TrainingResult => Full("TrainingResult");

    public static string EscapedNamespace(SpecModel model) => string.Join(".", model.Namespace.Split('.').Select(CSharpName.Escape));

    private string Full(string suffix) => _prefix + model.Task + suffix;
}
