using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The trainer with the task's types.</summary>
internal sealed class TrainerEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "Trainer";

    protected override string Summary => Model.Phases.Count > 0 ? Phases : Model.Freeze.Kind switch
    {
        FreezeKind.All => $"Trains the head of {Task} on what the frozen encoder says: each text passes through it once.",
        FreezeKind.Auto => $"Trains the head of {Task} and as much of the encoder as the data call for: the cheapest freezing that no other beats by more than the noise on the validation rows.",
        FreezeKind.None => $"Fine-tunes the whole encoder and the head of {Task}.",
        _ => $"Trains the head of {Task} and the upper part of the encoder; each text passes through the frozen part once.",
    };

    protected override string Declaration => $"sealed partial class {Task}Trainer";

    private string Phases =>
        $"Trains {Task} in {(Model.Phases.Count == 1 ? "one phase" : Literal.Of(Model.Phases.Count) + " phases")}, each with a part of the encoder fixed that runs once per text.";

    protected override void Members(SourceWriter writer) => writer.Lines($$"""
        /// <summary>The task that is trained.</summary>
        public global::CodegenBert.Tasks.TaskDefinition Task { get; } = {{Names.Definition}}.Task;

        /// <summary>Trains a classifier.</summary>
        /// <param name="train">The examples to learn from.</param>
        /// <param name="validation">Examples that decide the best epoch and early stopping; null for none.</param>
        /// <param name="options">The run's options; null for the spec's values.</param>
        /// <param name="progress">Is told of each step; null for none.</param>
        /// <param name="cancellationToken">Stops at the next batch boundary.</param>
        /// <returns>The classifier and the report; dispose it when the classifier is no longer needed.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="train"/> is null.</exception>
        /// <exception cref="global::CodegenBert.Checkpoints.CheckpointException">The encoder cannot be loaded.</exception>
        /// <exception cref="global::CodegenBert.Training.TrainingException">An option is unusable, or the loss is no number.</exception>
        /// <exception cref="global::System.OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; nothing was saved.</exception>
        public {{Names.TrainingResult}} Train(
            {{Names.Dataset}} train,
            {{Names.Dataset}}? validation = null,
            {{Names.TrainingOptions}}? options = null,
            global::System.IProgress<global::CodegenBert.Training.TrainingProgress>? progress = null,
            global::System.Threading.CancellationToken cancellationToken = default)
        {
            global::System.ArgumentNullException.ThrowIfNull(train);
            return new {{Names.TrainingResult}}(global::CodegenBert.Runtime.TrainerRuntime.Train(
                Task, train.Rows, validation?.Rows, options ?? new {{Names.TrainingOptions}}(), progress, cancellationToken));
        }
        """);
}
