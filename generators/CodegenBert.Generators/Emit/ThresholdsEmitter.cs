using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The probability from which on each label counts as holding.</summary>
internal sealed class ThresholdsEmitter(SpecModel model) : TypeEmitter(model)
{
    private const string Floats = "global::System.Collections.Generic.IReadOnlyList<float>";

    protected override string Suffix => "Thresholds";

    protected override string Summary => $"The probability from which on each label of {Task} holds, 0 to 1; 0.5 where nothing else is said.";

    protected override string Declaration => $"sealed partial record {Task}Thresholds";

    protected override void Members(SourceWriter writer)
    {
        writer.Lines($$"""
            private readonly float[] _values;

            /// <summary>Takes 0.5 for each label.</summary>
            public {{Task}}Thresholds()
                : this(global::System.Linq.Enumerable.Repeat(0.5f, {{Names.Definition}}.LabelCount))
            {
            }

            internal {{Task}}Thresholds(global::System.Collections.Generic.IEnumerable<float> values)
            {
                _values = global::System.Linq.Enumerable.ToArray(values);
                foreach (float value in _values)
                {
                    if (value is not (>= 0 and <= 1))
                    {
                        throw new global::System.ArgumentOutOfRangeException(nameof(values), value, "A threshold is a probability, 0 to 1.");
                    }
                }
            }

            """);
        LabelProperties.Write(writer, Model.Labels, label => $$"""
            /// <summary>The threshold of {{LabelDocs.Of(label)}}</summary>
            /// <exception cref="global::System.ArgumentOutOfRangeException">The value is no probability.</exception>
            public float {{label.Name}}
            {
                get => this[{{Names.Label}}.{{label.Name}}];
                init => this[{{Names.Label}}.{{label.Name}}] = value;
            }

            """);
        Access(writer);
        Equality(writer);
    }

    private void Access(SourceWriter writer) => writer.Lines($$"""
        /// <summary>The threshold of a label.</summary>
        /// <param name="label">The label.</param>
        /// <returns>The threshold.</returns>
        /// <exception cref="global::System.ArgumentOutOfRangeException"><paramref name="label"/> is none of {{Task}}'s labels, or the value is no probability.</exception>
        public float this[{{Names.Label}} label]
        {
            get => _values[{{Names.Labels}}.ToIndex(label)];
            init
            {
                // A copy by "with" shares the array: a change makes a new one.
                float[] changed = (float[])_values.Clone();
                changed[{{Names.Labels}}.ToIndex(label)] = value;
                _values = new {{Names.Thresholds}}(changed)._values;
            }
        }

        /// <summary>The same threshold for each label.</summary>
        /// <param name="value">0 to 1.</param>
        /// <returns>The thresholds.</returns>
        /// <exception cref="global::System.ArgumentOutOfRangeException"><paramref name="value"/> is no probability.</exception>
        public static {{Names.Thresholds}} All(float value) =>
            new {{Names.Thresholds}}(global::System.Linq.Enumerable.Repeat(value, {{Names.Definition}}.LabelCount));

        """);

    private void Equality(SourceWriter writer) => writer.Lines($$"""
        /// <summary>Whether other thresholds are the same.</summary>
        /// <param name="other">The others.</param>
        /// <returns>Whether they are equal.</returns>
        public bool Equals({{Names.Thresholds}}? other) => other is not null && global::System.Linq.Enumerable.SequenceEqual(_values, other._values);

        /// <inheritdoc />
        public override int GetHashCode()
        {
            var hash = default(global::System.HashCode);
            foreach (float value in _values)
            {
                hash.Add(value);
            }

            return hash.ToHashCode();
        }

        internal static {{Floats}} ToValues({{Names.Thresholds}} thresholds) => thresholds._values;
        """);
}
