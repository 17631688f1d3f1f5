using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The record of an input with its label.</summary>
internal sealed class ExampleEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "Example";

    protected override string Summary => $"An input of {Task} with its label.";

    protected override string Declaration => $"sealed partial record {Task}Example";

    protected override void Members(SourceWriter writer) => writer.Lines($$"""
        private readonly {{Names.Input}} _input;

        /// <summary>Makes the example.</summary>
        /// <param name="input">The input.</param>
        /// <param name="label">Its label.</param>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="input"/> is null.</exception>
        public {{Task}}Example({{Names.Input}} input, {{Names.Label}} label)
        {
            global::System.ArgumentNullException.ThrowIfNull(input);
            _input = input;
            Label = label;
        }

        /// <summary>Makes the example.</summary>
        {{TextParameterDocs}}
        /// <param name="label">The label.</param>
        /// <exception cref="global::System.ArgumentNullException">A text is null.</exception>
        public {{Task}}Example({{TextParameters}}, {{Names.Label}} label)
            : this(new {{Names.Input}}({{TextArguments}}), label)
        {
        }

        /// <summary>The input.</summary>
        public {{Names.Input}} Input
        {
            get => _input;
            init => _input = value ?? throw new global::System.ArgumentNullException(nameof(value));
        }

        /// <summary>The label.</summary>
        public {{Names.Label}} Label { get; init; }
        """);
}
