using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The tokenizer with the task's arguments.</summary>
internal sealed class TokenizerEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "Tokenizer";

    protected override string Summary => $"Texts of {Task} as the ids that its encoder reads, and back. Safe for use by several threads at once.";

    protected override string Declaration => $"sealed partial class {Task}Tokenizer";

    protected override void Members(SourceWriter writer) => writer.Lines($$"""
        private readonly global::CodegenBert.Runtime.TokenizerRuntime _runtime;

        private {{Task}}Tokenizer(global::CodegenBert.Runtime.TokenizerRuntime runtime) => _runtime = runtime;

        /// <summary>Loads the tokenizer of the task's encoder.</summary>
        /// <param name="encoderPath">A folder in place of the spec's encoder; null for the spec's.</param>
        /// <returns>The tokenizer.</returns>
        /// <exception cref="global::CodegenBert.Checkpoints.CheckpointException">The encoder's folder is missing or broken.</exception>
        public static {{Names.Tokenizer}} Load(string? encoderPath = null) =>
            new {{Names.Tokenizer}}(global::CodegenBert.Runtime.TokenizerRuntime.Load({{Names.Definition}}.Task, encoderPath));

        /// <summary>One input as ids, cut to <see cref="{{Names.Definition}}.MaxLength"/>.</summary>
        {{TextParameterDocs}}
        /// <returns>Ids and segment ids.</returns>
        /// <exception cref="global::System.ArgumentNullException">A text is null.</exception>
        public global::CodegenBert.Runtime.TokenizedInput Encode({{TextParameters}}) => Encode(new {{Names.Input}}({{TextArguments}}));

        /// <summary>One input as ids, cut to <see cref="{{Names.Definition}}.MaxLength"/>.</summary>
        /// <param name="input">The input.</param>
        /// <returns>Ids and segment ids.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="input"/> is null.</exception>
        public global::CodegenBert.Runtime.TokenizedInput Encode({{Names.Input}} input) => _runtime.Encode({{Names.Input}}.ToTexts(input));

        /// <summary>Several inputs as ids, padded to the longest of them.</summary>
        /// <param name="inputs">The inputs.</param>
        /// <returns>Ids, segment ids and mask.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="inputs"/> or one of them is null.</exception>
        public global::CodegenBert.Runtime.TokenizedBatch EncodeBatch(global::System.Collections.Generic.IEnumerable<{{Names.Input}}> inputs)
        {
            global::System.ArgumentNullException.ThrowIfNull(inputs);
            return _runtime.EncodeBatch(global::System.Linq.Enumerable.Select(inputs, {{Names.Input}}.ToTexts));
        }

        /// <summary>The text of ids.</summary>
        /// <param name="ids">Vocabulary ids.</param>
        /// <param name="skipSpecialTokens">Leaves out <c>[CLS]</c>, <c>[SEP]</c> and <c>[PAD]</c>.</param>
        /// <returns>The text.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="ids"/> is null.</exception>
        public string Decode(global::System.Collections.Generic.IEnumerable<int> ids, bool skipSpecialTokens = true)
        {
            global::System.ArgumentNullException.ThrowIfNull(ids);
            return _runtime.Decode(ids, skipSpecialTokens);
        }
        """);
}
