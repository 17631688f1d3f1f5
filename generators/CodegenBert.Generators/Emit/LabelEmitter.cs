using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The enum of the labels; a label's value is its index.</summary>
internal sealed class LabelEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "Label";

    protected override string Summary => Model.Description is { } description ? $"The labels of {Task}: {XmlText.Sentence(description)}" : $"The labels of {Task}.";

    protected override string Declaration => $"enum {Task}Label";

    protected override void Members(SourceWriter writer)
    {
        for (int i = 0; i < Model.Labels.Count; i++)
        {
            LabelModel label = Model.Labels[i];
            writer.Lines($"/// <summary>{LabelDocs.Of(label)}</summary>");
            writer.Lines($"{label.Name} = {Literal.Of(i)},");
            if (i < Model.Labels.Count - 1)
            {
                writer.Blank();
            }
        }
    }
}
