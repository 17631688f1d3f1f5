using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>Labels to and from the data's spelling.</summary>
internal sealed class LabelsEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "Labels";

    protected override string Summary => $"The labels of {Task} and their spelling in data files.";

    protected override string Declaration => $"static class {Task}Labels";

    protected override void Members(SourceWriter writer)
    {
        writer.Lines($"""
            /// <summary>All labels, in the order of their indices.</summary>
            public static global::System.Collections.Generic.IReadOnlyList<{Names.Label}> All => s_all;

            """);
        writer.Lines($"private static readonly global::System.Collections.ObjectModel.ReadOnlyCollection<{Names.Label}> s_all = global::System.Array.AsReadOnly(new {Names.Label}[]");
        writer.Open();
        foreach (LabelModel label in Model.Labels)
        {
            writer.Lines($"{Names.Label}.{label.Name},");
        }

        writer.Close("});").Blank();
        writer.Lines($$"""
            /// <summary>The label that data files spell so; upper and lower case differ.</summary>
            /// <param name="text">A label's spelling.</param>
            /// <returns>The label.</returns>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="text"/> is null.</exception>
            /// <exception cref="global::System.FormatException"><paramref name="text"/> is no label's spelling.</exception>
            public static {{Names.Label}} Parse(string text)
            {
                global::System.ArgumentNullException.ThrowIfNull(text);
                return TryParse(text, out {{Names.Label}} label)
                    ? label
                    : throw new global::System.FormatException("'" + text + "' is no label of {{Task}}{{Hint()}}.");
            }

            /// <summary>The label that data files spell so, if there is one; upper and lower case differ.</summary>
            /// <param name="text">A label's spelling.</param>
            /// <param name="label">The label; the first one if there is none.</param>
            /// <returns>Whether there is one.</returns>
            public static bool TryParse(string? text, out {{Names.Label}} label)
            {
                int index = text is null ? -1 : {{Names.Definition}}.Task.Labels.IndexOf(text);
                label = index < 0 ? default : ({{Names.Label}})index;
                return index >= 0;
            }

            /// <summary>How data files spell a label.</summary>
            /// <param name="label">The label.</param>
            /// <returns>The spelling.</returns>
            /// <exception cref="global::System.ArgumentOutOfRangeException"><paramref name="label"/> is none of {{Task}}'s labels.</exception>
            public static string ToText(this {{Names.Label}} label) => {{Names.Definition}}.Task.Labels[ToIndex(label)].Text;

            internal static int ToIndex({{Names.Label}} label) => (int)label >= 0 && (int)label < {{Names.Definition}}.LabelCount
                ? (int)label
                : throw new global::System.ArgumentOutOfRangeException(nameof(label), label, "{{Task}} has no such label.");
            """);
    }

    private string Hint()
    {
        if (Model.Labels.Count > 32)
        {
            return "";
        }

        string literal = Literal.Of(": it has " + string.Join(", ", Model.Labels.Select(static label => label.Text)));
        return literal.Substring(1, literal.Length - 2);
    }
}
