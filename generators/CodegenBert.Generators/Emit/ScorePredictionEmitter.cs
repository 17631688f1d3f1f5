using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The prediction of a score.</summary>
internal sealed class ScorePredictionEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "Prediction";

    protected override string Summary => $"What {Task} says of an input.";

    protected override string Declaration => $"sealed partial class {Task}Prediction";

    private string Score => Model.Output.Score!.Property;

    protected override void Members(SourceWriter writer) => writer.Lines($$"""
        internal {{Task}}Prediction(global::CodegenBert.Runtime.RawPrediction raw)
        {
            Raw{{Score}} = raw.Values[0];
            Truncated = raw.Truncated;
        }

        /// <summary>The {{Target.Noun}}, clipped into its range, <see cref="{{Names.Definition}}.Min{{Score}}"/> to <see cref="{{Names.Definition}}.Max{{Score}}"/>.</summary>
        public float {{Score}} => global::System.Math.Clamp(Raw{{Score}}, {{Names.Definition}}.Min{{Score}}, {{Names.Definition}}.Max{{Score}});

        /// <summary>The {{Target.Noun}} as the head gives it, which can lie outside of its range.</summary>
        public float Raw{{Score}} { get; }

        /// <summary>Whether the input was longer than <see cref="{{Names.Definition}}.MaxLength"/> and was cut.</summary>
        public bool Truncated { get; }

        /// <summary>The {{Target.Noun}} with two decimals.</summary>
        /// <returns>Like <c>0.93</c>.</returns>
        public override string ToString() => {{Score}}.ToString("0.00", global::System.Globalization.CultureInfo.InvariantCulture);
        """);
}
