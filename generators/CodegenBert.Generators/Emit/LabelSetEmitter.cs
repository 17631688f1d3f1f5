using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The labels that hold for an input: a typed view of the core's <c>RowTarget</c>.</summary>
internal sealed class LabelSetEmitter(SpecModel model) : TypeEmitter(model)
{
    private const string RowTarget = "global::CodegenBert.Data.RowTarget";
    private const string Enumerable = "global::System.Linq.Enumerable";

    protected override string Suffix => "LabelSet";

    protected override string Summary => $"Labels of {Task} that hold together: none, one or several. Sets of the same labels are equal.";

    protected override string Attributes =>
        $"[global::System.Runtime.CompilerServices.CollectionBuilder(typeof({Names.LabelSet}), nameof({Names.LabelSet}.Of))]\n";

    protected override string Declaration =>
        $"sealed partial class {Task}LabelSet : global::System.Collections.Generic.IReadOnlyCollection<{Names.Label}>, global::System.IEquatable<{Names.LabelSet}>";

    protected override void Members(SourceWriter writer)
    {
        writer.Lines($$"""
            private readonly {{RowTarget}} _target;

            internal {{Task}}LabelSet({{RowTarget}} target) => _target = target;

            /// <summary>The set without a label.</summary>
            public static {{Names.LabelSet}} Empty { get; } = Of();

            /// <summary>How many labels the set has.</summary>
            public int Count => _target.LabelIndices.Count;

            """);
        LabelProperties.Write(writer, Model.Labels, label => $"""
            /// <summary>Whether the set has {LabelDocs.Of(label)}</summary>
            public bool {label.Name} => Contains({Names.Label}.{label.Name});

            """);
        Sets(writer);
        Equality(writer);
    }

    private void Sets(SourceWriter writer) => writer.Lines($$"""
        /// <summary>Whether two sets have the same labels.</summary>
        /// <param name="left">A set.</param>
        /// <param name="right">Another.</param>
        /// <returns>Whether they are equal.</returns>
        public static bool operator ==({{Names.LabelSet}}? left, {{Names.LabelSet}}? right) => left is null ? right is null : left.Equals(right);

        /// <summary>Whether a label is in one set only.</summary>
        /// <param name="left">A set.</param>
        /// <param name="right">Another.</param>
        /// <returns>Whether they differ.</returns>
        public static bool operator !=({{Names.LabelSet}}? left, {{Names.LabelSet}}? right) => !(left == right);

        /// <summary>The set of some labels; one that is given twice counts once.</summary>
        /// <param name="labels">The labels, in any order.</param>
        /// <returns>The set.</returns>
        /// <exception cref="global::System.ArgumentOutOfRangeException">One of <paramref name="labels"/> is none of {{Task}}'s labels.</exception>
        public static {{Names.LabelSet}} Of(params global::System.ReadOnlySpan<{{Names.Label}}> labels)
        {
            int[] indices = new int[labels.Length];
            for (int i = 0; i < labels.Length; i++)
            {
                indices[i] = {{Names.Labels}}.ToIndex(labels[i]);
            }

            return new {{Names.LabelSet}}({{RowTarget}}.Labels(indices));
        }

        /// <summary>Whether the set has a label.</summary>
        /// <param name="label">The label.</param>
        /// <returns>Whether it does.</returns>
        public bool Contains({{Names.Label}} label) => {{Enumerable}}.Contains(_target.LabelIndices, (int)label);

        /// <summary>Goes through the labels in the order of the spec.</summary>
        /// <returns>The enumerator.</returns>
        public global::System.Collections.Generic.IEnumerator<{{Names.Label}}> GetEnumerator() =>
            {{Enumerable}}.Select(_target.LabelIndices, static index => ({{Names.Label}})index).GetEnumerator();

        global::System.Collections.IEnumerator global::System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        """);

    private void Equality(SourceWriter writer) => writer.Lines($$"""
        /// <summary>Whether another set has the same labels.</summary>
        /// <param name="other">The other set.</param>
        /// <returns>Whether they are equal.</returns>
        public bool Equals({{Names.LabelSet}}? other) => other is not null && _target == other._target;

        /// <inheritdoc />
        public override bool Equals(object? obj) => Equals(obj as {{Names.LabelSet}});

        /// <inheritdoc />
        public override int GetHashCode() => _target.GetHashCode();

        /// <summary>The labels as a row of a data file has them.</summary>
        /// <returns>Texts, separated by <c>|</c>; empty without a label.</returns>
        public override string ToString() =>
            string.Join("|", {{Enumerable}}.Select(this, {{Names.Labels}}.ToText));

        internal static {{RowTarget}} ToTarget({{Names.LabelSet}} labels) => labels._target;
        """);
}
