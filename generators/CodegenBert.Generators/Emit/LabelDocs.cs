using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>What documentation says about a label.</summary>
internal static class LabelDocs
{
    public static string Of(LabelModel label)
    {
        string text = $"<c>{XmlText.Of(label.Text)}</c>";
        return label.Description is { } description ? $"{text}: {XmlText.Sentence(description)}" : text + ".";
    }
}
