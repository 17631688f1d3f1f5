using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The prediction, made for patterns: <c>is { Label: ..., Probability: > 0.9f }</c>.</summary>
internal sealed class PredictionEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "Prediction";

    protected override string Summary => $"What {Task} says of an input.";

    protected override string Declaration => $"sealed partial class {Task}Prediction";

    protected override void Members(SourceWriter writer) => writer.Lines($$"""
        internal {{Task}}Prediction(global::CodegenBert.Runtime.RawPrediction raw)
        {
            Probabilities = new {{Names.Probabilities}}(raw.Values);
            Label = ({{Names.Label}})raw.Label;
            Truncated = raw.Truncated;
        }

        /// <summary>The most probable label.</summary>
        public {{Names.Label}} Label { get; }

        /// <summary>The probability of <see cref="Label"/>, 0 to 1.</summary>
        public float Probability => Probabilities[Label];

        /// <summary>The probabilities of all labels.</summary>
        public {{Names.Probabilities}} Probabilities { get; }

        /// <summary>Whether the input was longer than <see cref="{{Names.Definition}}.MaxLength"/> and was cut.</summary>
        public bool Truncated { get; }

        /// <summary>The label as data files spell it, and its probability.</summary>
        /// <returns>Like <c>{{XmlText.Of(Model.Labels[0].Text)}} (0.93)</c>.</returns>
        public override string ToString() =>
            {{Names.Labels}}.ToText(Label) + " (" + Probability.ToString("0.00", global::System.Globalization.CultureInfo.InvariantCulture) + ")";
        """);
}
