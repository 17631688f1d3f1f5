using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The prediction of a set of labels, made for patterns: <c>is { Labels.Urgent: true }</c>.</summary>
internal sealed class LabelSetPredictionEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "Prediction";

    protected override string Summary => $"What {Task} says of an input.";

    protected override string Declaration => $"sealed partial class {Task}Prediction";

    protected override void Members(SourceWriter writer) => writer.Lines($$"""
        internal {{Task}}Prediction(global::CodegenBert.Runtime.RawPrediction raw, {{Names.Thresholds}} thresholds)
        {
            Probabilities = new {{Names.Probabilities}}(raw.Values);
            Labels = LabelsAt(thresholds);
            Truncated = raw.Truncated;
        }

        /// <summary>The labels that hold by the classifier's thresholds.</summary>
        public {{Names.LabelSet}} Labels { get; }

        /// <summary>The probabilities of all labels, each independent of the others.</summary>
        public {{Names.Probabilities}} Probabilities { get; }

        /// <summary>Whether the input was longer than <see cref="{{Names.Definition}}.MaxLength"/> and was cut.</summary>
        public bool Truncated { get; }

        /// <summary>The labels that hold by other thresholds: those whose probability reaches theirs.</summary>
        /// <param name="thresholds">The thresholds.</param>
        /// <returns>The labels.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="thresholds"/> is null.</exception>
        public {{Names.LabelSet}} LabelsAt({{Names.Thresholds}} thresholds)
        {
            global::System.ArgumentNullException.ThrowIfNull(thresholds);
            var reached = global::System.Linq.Enumerable.Where({{Names.Labels}}.All, label => Probabilities[label] >= thresholds[label]);
            return {{Names.LabelSet}}.Of(global::System.Linq.Enumerable.ToArray(reached));
        }

        /// <summary>The labels as a row of a data file has them.</summary>
        /// <returns>Texts, separated by <c>|</c>; empty without a label.</returns>
        public override string ToString() => Labels.ToString();
        """);
}
