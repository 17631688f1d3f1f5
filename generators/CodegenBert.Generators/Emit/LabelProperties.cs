using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>A property per label.</summary>
internal static class LabelProperties
{
    /// <summary>With more labels than this, completion would bury the other members: then there are no properties.</summary>
    private const int Most = 32;

    public static void Write(SourceWriter writer, IReadOnlyCollection<LabelModel> labels, Func<LabelModel, string> property)
    {
        foreach (LabelModel label in labels.Count <= Most ? labels : [])
        {
            writer.Lines(property(label));
        }
    }
}
