using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>
/// The prediction, made for patterns: <c>is { Label: ..., Probability: > 0.9f }</c>, and <c>is { Decided: ... }</c> where it may be undecided. <c>Label</c> never throws: whoever
/// decides in the classifier's place is shown it, and a getter that throws would break patterns, debuggers and serializers; <c>Decided</c> is null, so that no switch on it takes what is undecided for a label.
/// </summary>
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
            IsUndecided = raw.IsUndecided;
            Truncated = raw.Truncated;
        }

        /// <summary>The most probable label, also where the prediction is undecided; <see cref="Decided"/> is for code that acts on it.</summary>
        public {{Names.Label}} Label { get; }

        /// <summary>The most probable label; null where the prediction is undecided.</summary>
        public {{Names.Label}}? Decided => IsUndecided ? null : Label;

        /// <summary>
        /// Whether <see cref="Probability"/> is below the probability from which a prediction is decided: the spec's <c>abstain_below</c>,
        /// or what <see cref="{{Names.Classifier}}.Predict({{Names.Input}}, float?)"/> was given; never where neither says one.
        /// </summary>
        public bool IsUndecided { get; }

        /// <summary>The probability of <see cref="Label"/>, 0 to 1.</summary>
        public float Probability => Probabilities[Label];

        /// <summary>The probabilities of all labels.</summary>
        public {{Names.Probabilities}} Probabilities { get; }

        /// <summary>Whether the input was longer than <see cref="{{Names.Definition}}.MaxLength"/> and was cut.</summary>
        public bool Truncated { get; }

        /// <summary>The label as data files spell it, and its probability.</summary>
        /// <returns>Like <c>{{XmlText.Of(Model.Labels[0].Text)}} (0.93)</c>, with <c>undecided: </c> before it where it is so.</returns>
        public override string ToString() =>
            (IsUndecided ? "undecided: " : "") + {{Names.Labels}}.ToText(Label) + " (" + Probability.ToString("0.00", global::System.Globalization.CultureInfo.InvariantCulture) + ")";
        """);
}
