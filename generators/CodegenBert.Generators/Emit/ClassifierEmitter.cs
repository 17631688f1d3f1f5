using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The classifier with the task's types.</summary>
internal sealed class ClassifierEmitter(SpecModel model) : TypeEmitter(model)
{
    private const string Cancellation = "global::System.Threading.CancellationToken";

    protected override string Suffix => "Classifier";

    protected override string Summary => Model.Description is { } description
        ? $"The trained classifier of {Task}: {XmlText.Sentence(description)} Safe for use by several threads at once."
        : $"The trained classifier of {Task}. Safe for use by several threads at once.";

    protected override string Declaration =>
        $"sealed partial class {Task}Classifier : global::CodegenBert.ITextClassifier<{Names.Classifier}, {Names.Input}, {Names.Prediction}>";

    private bool HasThresholds => Model.Output.Kind == OutputKind.MultiLabel;

    private bool MayAbstain => Model.Output.Kind == OutputKind.SingleLabel;

    // The predictions of a multi_label task depend on the classifier's thresholds.
    private string Static => HasThresholds ? "" : "static ";

    private string Report => "global::CodegenBert.Evaluation." + Model.Output.Kind + "Report";

    private (string Verb, string Result, string Figures) Words => Model.Output.Kind switch
    {
        OutputKind.MultiLabel => ("Classifies", "The labels and the probabilities of all labels.", "Loss, F1 over all labels and per label, share of rows with all labels right."),
        OutputKind.Regression => ("Scores", $"The {Target.Noun}.", "Loss, mean errors, correlations."),
        _ => ("Classifies", "The label and the probabilities of all labels.", "Loss, accuracy, figures per class, confusion matrix."),
    };

    protected override void Members(SourceWriter writer)
    {
        Life(writer);
        Thresholds(writer);
        Temperature(writer);
        Predict(writer);
        Abstain(writer);
        PredictFile(writer);
        Stream(writer);
    }

    private void Life(SourceWriter writer) => writer.Lines($$"""
        private readonly global::CodegenBert.Runtime.ClassifierRuntime _runtime;

        internal {{Task}}Classifier(global::CodegenBert.Runtime.ClassifierRuntime runtime) => _runtime = runtime;

        /// <summary>Loads a saved model of this very task.</summary>
        /// <param name="folder">A folder that <see cref="Save"/> wrote.</param>
        /// <param name="options">Device and threads; null for the defaults.</param>
        /// <returns>The classifier.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="folder"/> is null.</exception>
        /// <exception cref="global::CodegenBert.Checkpoints.CheckpointException">The folder is missing or broken.</exception>
        /// <exception cref="global::CodegenBert.Runtime.TaskMismatchException">The model is of another spec; the message names each difference.</exception>
        public static {{Names.Classifier}} Load(string folder, global::CodegenBert.ClassifierOptions? options = null)
        {
            global::System.ArgumentNullException.ThrowIfNull(folder);
            return new {{Names.Classifier}}(global::CodegenBert.Runtime.ClassifierRuntime.Load({{Names.Definition}}.Task, folder, options));
        }

        /// <summary>Writes the model as a Hugging Face folder, into place as a whole, over an existing model too.</summary>
        /// <param name="folder">The folder.</param>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="folder"/> is null.</exception>
        public void Save(string folder)
        {
            global::System.ArgumentNullException.ThrowIfNull(folder);
            _runtime.Save(folder);
        }

        /// <summary>Scores the classifier on a data set.</summary>
        /// <param name="data">The data.</param>
        /// <param name="cancellationToken">Stops between batches.</param>
        /// <returns>{{Words.Figures}}</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="data"/> is null.</exception>
        public {{Report}} Evaluate({{Names.Dataset}} data, {{Cancellation}} cancellationToken = default)
        {
            global::System.ArgumentNullException.ThrowIfNull(data);
            return ({{Report}})_runtime.Evaluate(data.Rows, cancellationToken);
        }

        /// <summary>Frees the model's memory.</summary>
        public void Dispose() => _runtime.Dispose();

        """);

    private void Thresholds(SourceWriter writer)
    {
        if (HasThresholds)
        {
            writer.Lines($$"""
                /// <summary>The probability from which on each label holds, in predictions and in evaluation; saved with the model.</summary>
                /// <exception cref="global::System.ArgumentNullException">The value is null.</exception>
                public {{Names.Thresholds}} Thresholds
                {
                    get => new {{Names.Thresholds}}(_runtime.Thresholds);
                    set
                    {
                        global::System.ArgumentNullException.ThrowIfNull(value);
                        _runtime.Thresholds = {{Names.Thresholds}}.ToValues(value);
                    }
                }

                """);
        }
    }

    private void Temperature(SourceWriter writer)
    {
        if (MayAbstain)
        {
            writer.Lines("""
                /// <summary>
                /// What the logits are divided by before the softmax, so that a probability says how often it is right: training fits it on the validation data
                /// (Guo et al. 2017, section 4.2), and it is 1 where it did not. It changes no label. It is saved with the model, beside the weights, which stay as they were trained: transformers has no temperature.
                /// </summary>
                /// <exception cref="global::System.ArgumentOutOfRangeException">The value is not from 0.001 to 1000.</exception>
                public double Temperature
                {
                    get => _runtime.Temperature;
                    set => _runtime.Temperature = value;
                }

                """);
        }
    }

    private void Predict(SourceWriter writer) => writer.Lines($$"""
        /// <summary>{{Words.Verb}} one input.</summary>
        {{TextParameterDocs}}
        /// <returns>{{Words.Result}}</returns>
        /// <exception cref="global::System.ArgumentNullException">A text is null.</exception>
        public {{Names.Prediction}} Predict({{TextParameters}}) => Predict(new {{Names.Input}}({{TextArguments}}));

        /// <summary>{{Words.Verb}} one input.</summary>
        /// <param name="input">The input.</param>
        /// <returns>{{Words.Result}}</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="input"/> is null.</exception>
        public {{Names.Prediction}} Predict({{Names.Input}} input) => ToPrediction(_runtime.Predict({{Names.Input}}.ToTexts(input)));

        /// <summary>{{Words.Verb}} many inputs in batches planned by length, streaming: predictions come in the order of the inputs.</summary>
        /// <param name="inputs">The inputs; enumerated once, in chunks.</param>
        /// <param name="cancellationToken">Stops between batches.</param>
        /// <returns>The predictions.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="inputs"/> is null; one of them is (when it is reached).</exception>
        public global::System.Collections.Generic.IEnumerable<{{Names.Prediction}}> Predict(
            global::System.Collections.Generic.IEnumerable<{{Names.Input}}> inputs,
            {{Cancellation}} cancellationToken = default)
        {
            global::System.ArgumentNullException.ThrowIfNull(inputs);
            return global::System.Linq.Enumerable.Select(
                _runtime.Predict(global::System.Linq.Enumerable.Select(inputs, {{Names.Input}}.ToTexts), cancellationToken),
                ToPrediction);
        }

        """);

    private void PredictFile(SourceWriter writer) => writer.Lines($$"""
        /// <summary>
        /// {{Words.Verb}} a file of inputs into a file of predictions that can be read as data again. Memory does not grow with the file. Until all rows are there they are in <c>OUTPUT.partial</c>,
        /// with a state beside it: the same call after a stop of any kind goes on from it.
        /// </summary>
        /// <param name="input">The inputs: TSV, CSV, JSON Lines or Parquet.</param>
        /// <param name="output">Where the predictions go; a file there is replaced when they are whole.</param>
        /// <param name="options">How; null for the defaults.</param>
        /// <param name="progress">Told after each chunk, on the calling thread; null for no one.</param>
        /// <param name="cancellationToken">Stops between batches, with what is done kept.</param>
        /// <returns>The number of rows.</returns>
        /// <exception cref="global::System.ArgumentException">A path is null or empty.</exception>
        /// <exception cref="global::CodegenBert.Data.DataFileException">The file is missing or malformed, or rows do not fit the task.</exception>
        /// <exception cref="global::CodegenBert.Runtime.Files.PredictionFileException">The output cannot be written.</exception>
        {{AbstainExceptionDoc}}
        public int PredictFile(
            string input,
            string output,
            global::CodegenBert.Runtime.Files.FilePredictionOptions? options = null,
            global::System.IProgress<global::CodegenBert.Runtime.Files.PredictionProgress>? progress = null,
            {{Cancellation}} cancellationToken = default)
        {
            return _runtime.PredictFile(input, output, options, progress, cancellationToken);
        }

        """);

    private string AbstainExceptionDoc => MayAbstain
        ? """/// <exception cref="global::System.ArgumentOutOfRangeException">The options' probability below which a prediction is undecided is none.</exception>"""
        : """/// <exception cref="global::System.InvalidOperationException">The options have a probability below which a prediction is undecided: that is for tasks of one label.</exception>""";

    // The spec's probability can be replaced call by call; the interface's own signatures stay as they are.
    private void Abstain(SourceWriter writer)
    {
        if (!MayAbstain)
        {
            return;
        }

        const string abstainDoc = """/// <param name="abstainBelow">The probability below which a prediction is undecided, 0 to 1; null for the spec's.</param>""";
        const string rangeDoc = """/// <exception cref="global::System.ArgumentOutOfRangeException"><paramref name="abstainBelow"/> is no probability.</exception>""";
        writer.Lines($$"""
            /// <summary>Scores the classifier on a data set, and what it leaves undecided.</summary>
            /// <param name="data">The data.</param>
            {{abstainDoc}}
            /// <param name="cancellationToken">Stops between batches.</param>
            /// <returns>{{Words.Figures}}</returns>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="data"/> is null.</exception>
            {{rangeDoc}}
            public {{Report}} Evaluate({{Names.Dataset}} data, float? abstainBelow, {{Cancellation}} cancellationToken = default)
            {
                global::System.ArgumentNullException.ThrowIfNull(data);
                return ({{Report}})_runtime.Evaluate(data.Rows, abstainBelow, cancellationToken);
            }

            /// <summary>Classifies one input, or leaves it undecided.</summary>
            {{TextParameterDocs}}
            {{abstainDoc}}
            /// <returns>{{Words.Result}}</returns>
            /// <exception cref="global::System.ArgumentNullException">A text is null.</exception>
            {{rangeDoc}}
            public {{Names.Prediction}} Predict({{TextParameters}}, float? abstainBelow) => Predict(new {{Names.Input}}({{TextArguments}}), abstainBelow);

            /// <summary>Classifies one input, or leaves it undecided.</summary>
            /// <param name="input">The input.</param>
            {{abstainDoc}}
            /// <returns>{{Words.Result}}</returns>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="input"/> is null.</exception>
            {{rangeDoc}}
            public {{Names.Prediction}} Predict({{Names.Input}} input, float? abstainBelow) => ToPrediction(_runtime.Predict({{Names.Input}}.ToTexts(input), abstainBelow));

            /// <summary>Classifies many inputs in batches planned by length, streaming, or leaves them undecided: predictions come in the order of the inputs.</summary>
            /// <param name="inputs">The inputs; enumerated once, in chunks.</param>
            {{abstainDoc}}
            /// <param name="cancellationToken">Stops between batches.</param>
            /// <returns>The predictions.</returns>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="inputs"/> is null; one of them is (when it is reached).</exception>
            {{rangeDoc}}
            public global::System.Collections.Generic.IEnumerable<{{Names.Prediction}}> Predict(
                global::System.Collections.Generic.IEnumerable<{{Names.Input}}> inputs,
                float? abstainBelow,
                {{Cancellation}} cancellationToken = default)
            {
                global::System.ArgumentNullException.ThrowIfNull(inputs);
                return global::System.Linq.Enumerable.Select(
                    _runtime.Predict(global::System.Linq.Enumerable.Select(inputs, {{Names.Input}}.ToTexts), abstainBelow, cancellationToken),
                    ToPrediction);
            }

            /// <summary>Classifies many inputs in batches, streaming, or leaves them undecided: predictions come in the order of the inputs.</summary>
            /// <param name="inputs">The inputs; enumerated once, in chunks.</param>
            {{abstainDoc}}
            /// <param name="cancellationToken">Stops between batches.</param>
            /// <returns>The predictions.</returns>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="inputs"/> is null; one of them is (when it is reached).</exception>
            {{rangeDoc}}
            public global::System.Collections.Generic.IAsyncEnumerable<{{Names.Prediction}}> PredictAsync(
                global::System.Collections.Generic.IAsyncEnumerable<{{Names.Input}}> inputs,
                float? abstainBelow,
                {{Cancellation}} cancellationToken = default)
            {
                global::System.ArgumentNullException.ThrowIfNull(inputs);
                return Predictions(_runtime.PredictAsync(Texts(inputs, cancellationToken), abstainBelow, cancellationToken), cancellationToken);
            }

            """);
    }

    // No System.Linq.AsyncEnumerable: it is ambiguous (CS0433) in a project that still references the package System.Linq.Async.
    private void Stream(SourceWriter writer) => writer.Lines($$"""
        /// <summary>{{Words.Verb}} many inputs in batches, streaming: predictions come in the order of the inputs.</summary>
        /// <param name="inputs">The inputs; enumerated once, in chunks.</param>
        /// <param name="cancellationToken">Stops between batches.</param>
        /// <returns>The predictions.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="inputs"/> is null; one of them is (when it is reached).</exception>
        public global::System.Collections.Generic.IAsyncEnumerable<{{Names.Prediction}}> PredictAsync(
            global::System.Collections.Generic.IAsyncEnumerable<{{Names.Input}}> inputs,
            {{Cancellation}} cancellationToken = default)
        {
            global::System.ArgumentNullException.ThrowIfNull(inputs);
            return Predictions(_runtime.PredictAsync(Texts(inputs, cancellationToken), cancellationToken), cancellationToken);
        }

        private {{Static}}async global::System.Collections.Generic.IAsyncEnumerable<{{Names.Prediction}}> Predictions(
            global::System.Collections.Generic.IAsyncEnumerable<global::CodegenBert.Runtime.RawPrediction> raws,
            [global::System.Runtime.CompilerServices.EnumeratorCancellation] {{Cancellation}} cancellationToken)
        {
            await foreach (global::CodegenBert.Runtime.RawPrediction raw in Configured(raws, cancellationToken))
            {
                yield return ToPrediction(raw);
            }
        }

        private static async global::System.Collections.Generic.IAsyncEnumerable<global::CodegenBert.Data.InputTexts> Texts(
            global::System.Collections.Generic.IAsyncEnumerable<{{Names.Input}}> inputs,
            [global::System.Runtime.CompilerServices.EnumeratorCancellation] {{Cancellation}} cancellationToken)
        {
            await foreach ({{Names.Input}} input in Configured(inputs, cancellationToken))
            {
                yield return {{Names.Input}}.ToTexts(input);
            }
        }

        private {{Static}}{{Names.Prediction}} ToPrediction(global::CodegenBert.Runtime.RawPrediction raw) => new {{Names.Prediction}}(raw{{(HasThresholds ? ", Thresholds" : "")}});

        private static global::System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable<T> Configured<T>(
            global::System.Collections.Generic.IAsyncEnumerable<T> items,
            {{Cancellation}} cancellationToken) =>
            global::System.Threading.Tasks.TaskAsyncEnumerableExtensions.ConfigureAwait(items, false).WithCancellation(cancellationToken);
        """);
}
