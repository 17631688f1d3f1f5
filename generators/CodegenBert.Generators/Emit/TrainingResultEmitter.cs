using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The outcome of a run with the task's types.</summary>
internal sealed class TrainingResultEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "TrainingResult";

    protected override string Summary => $"What a training run of {Task} gives. It owns the classifier.";

    protected override string Declaration => $"sealed partial class {Task}TrainingResult : global::System.IDisposable";

    protected override void Members(SourceWriter writer) => writer.Lines($$"""
        internal {{Task}}TrainingResult(global::CodegenBert.Runtime.TrainingOutcome outcome)
        {
            Classifier = new {{Names.Classifier}}(outcome.Classifier);
            Report = outcome.Report;
        }

        /// <summary>The trained classifier; it is disposed with the result.</summary>
        public {{Names.Classifier}} Classifier { get; }

        /// <summary>What happened.</summary>
        public global::CodegenBert.Training.TrainingReport Report { get; }

        /// <summary>Disposes the classifier.</summary>
        public void Dispose() => Classifier.Dispose();
        """);
}
