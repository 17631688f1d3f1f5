using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The probabilities with a property per label.</summary>
internal sealed class ProbabilitiesEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "Probabilities";

    protected override string Summary => Model.Output.Kind == OutputKind.MultiLabel
        ? $"The probability of each label of {Task}, independent of the others."
        : $"The probability of each label of {Task}; their sum is 1.";

    protected override string Declaration => $"sealed partial class {Task}Probabilities";

    protected override void Members(SourceWriter writer)
    {
        writer.Lines($$"""
            private readonly global::System.Collections.Generic.IReadOnlyList<float> _values;

            internal {{Task}}Probabilities(global::System.Collections.Generic.IReadOnlyList<float> values) => _values = values;

            /// <summary>The probability of a label, 0 to 1.</summary>
            /// <param name="label">The label.</param>
            /// <returns>The probability.</returns>
            /// <exception cref="global::System.ArgumentOutOfRangeException"><paramref name="label"/> is none of {{Task}}'s labels.</exception>
            public float this[{{Names.Label}} label] => _values[{{Names.Labels}}.ToIndex(label)];

            """);
        LabelProperties.Write(writer, Model.Labels, label => $"""
            /// <summary>The probability of {LabelDocs.Of(label)}</summary>
            public float {label.Name} => this[{Names.Label}.{label.Name}];

            """);
        writer.Lines($$"""
            /// <summary>The most probable labels, the most probable one first; of equal ones the first in the spec.</summary>
            /// <param name="count">How many; all of them if there are fewer.</param>
            /// <returns>Labels with their probabilities.</returns>
            /// <exception cref="global::System.ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
            public global::System.Collections.Generic.IReadOnlyList<({{Names.Label}} Label, float Probability)> Top(int count)
            {
                global::System.ArgumentOutOfRangeException.ThrowIfNegative(count);
                var sorted = global::System.Linq.Enumerable.OrderByDescending(
                    global::System.Linq.Enumerable.Select(_values, static (value, index) => (Label: ({{Names.Label}})index, Probability: value)),
                    static item => item.Probability);
                return global::System.Linq.Enumerable.ToArray(global::System.Linq.Enumerable.Take(sorted, count));
            }
            """);
    }
}
