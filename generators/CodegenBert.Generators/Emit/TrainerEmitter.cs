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

    private string Decided => Model.Output.Kind switch
    {
        OutputKind.MultiLabel => "the best epoch, early stopping and, where they are tuned, the thresholds",
        OutputKind.Regression => "the best epoch and early stopping",
        _ => "the best epoch, early stopping and the temperature of the probabilities",
    };

    private string Phases =>
        $"Trains {Task} in {(Model.Phases.Count == 1 ? "one phase" : Literal.Of(Model.Phases.Count) + " phases")}, each with a part of the encoder fixed that runs once per text.";

    protected override void Members(SourceWriter writer) => writer.Lines($$"""
        /// <summary>The task that is trained.</summary>
        public global::CodegenBert.Tasks.TaskDefinition Task { get; } = {{Names.Definition}}.Task;

        /// <summary>Trains a classifier.</summary>
        /// <param name="train">The examples to learn from.</param>
        /// <param name="validation">Examples that decide {{Decided}}; null for none.</param>
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

        /// <summary>
        /// Says how well the training does on examples that it has not seen: trains on all folds but one and scores that one, fold by fold. Equal texts, and examples of
        /// one group, are in one fold; a tenth of each training's examples is held out to choose the number of epochs.
        /// </summary>
        /// <param name="data">All examples: each is scored once, by a model that has not seen it.</param>
        /// <param name="folds">How many folds, 2 or more.</param>
        /// <param name="options">The folds' options; null for the spec's values. The seed decides the folds too.</param>
        /// <param name="progress">Is told of each step; null for none.</param>
        /// <param name="cancellationToken">Stops at the next batch boundary.</param>
        /// <returns>The figures of each fold and of all together; no model.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="data"/> is null.</exception>
        /// <exception cref="global::System.ArgumentOutOfRangeException">There are fewer than two folds.</exception>
        /// <exception cref="global::CodegenBert.Data.DataFileException">There are too few examples that may part.</exception>
        /// <exception cref="global::CodegenBert.Checkpoints.CheckpointException">The encoder cannot be loaded.</exception>
        /// <exception cref="global::CodegenBert.Training.TrainingException">An option is unusable, or the loss is no number.</exception>
        /// <exception cref="global::System.OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
        public global::CodegenBert.Training.Trials.CrossValidationReport CrossValidate(
            {{Names.Dataset}} data,
            int folds = 5,
            {{Names.TrainingOptions}}? options = null,
            global::System.IProgress<global::CodegenBert.Training.TrainingProgress>? progress = null,
            global::System.Threading.CancellationToken cancellationToken = default)
        {
            global::System.ArgumentNullException.ThrowIfNull(data);
            return global::CodegenBert.Runtime.TrainerRuntime.CrossValidate(Task, data.Rows, folds, options ?? new {{Names.TrainingOptions}}(), progress, cancellationToken);
        }

        /// <summary>
        /// Searches for better rates, a better head and a better freezing than the spec's, by successive halving; only the validation examples decide. The head and the
        /// freezing belong to the spec: the report says which lines to write into it.
        /// </summary>
        /// <param name="train">The examples to learn from.</param>
        /// <param name="validation">The examples that decide.</param>
        /// <param name="space">What is chosen from; null for <c>SearchSpace.Default</c>.</param>
        /// <param name="budget">How long it goes on; null for 27 candidates.</param>
        /// <param name="options">The trials' options; null for the spec's values.</param>
        /// <param name="progress">Is told of each step; null for none.</param>
        /// <param name="cancellationToken">Stops at the next batch boundary.</param>
        /// <returns>All trials, the best of them, and whether it is better than the spec by more than the noise; no model.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="train"/> or <paramref name="validation"/> is null.</exception>
        /// <exception cref="global::CodegenBert.Checkpoints.CheckpointException">The encoder cannot be loaded.</exception>
        /// <exception cref="global::CodegenBert.Training.TrainingException">There are no examples, an option is unusable, the spec has phases, or the loss is no number.</exception>
        /// <exception cref="global::System.OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; finished trials are remembered if the budget has a folder.</exception>
        public global::CodegenBert.Training.Trials.SearchReport Search(
            {{Names.Dataset}} train,
            {{Names.Dataset}} validation,
            global::CodegenBert.Training.Trials.SearchSpace? space = null,
            global::CodegenBert.Training.Trials.SearchBudget? budget = null,
            {{Names.TrainingOptions}}? options = null,
            global::System.IProgress<global::CodegenBert.Training.TrainingProgress>? progress = null,
            global::System.Threading.CancellationToken cancellationToken = default)
        {
            global::System.ArgumentNullException.ThrowIfNull(train);
            global::System.ArgumentNullException.ThrowIfNull(validation);
            return global::CodegenBert.Runtime.TrainerRuntime.Search(
                Task,
                train.Rows,
                validation.Rows,
                space ?? global::CodegenBert.Training.Trials.SearchSpace.Default,
                budget ?? new global::CodegenBert.Training.Trials.SearchBudget(),
                options ?? new {{Names.TrainingOptions}}(),
                progress,
                cancellationToken);
        }
        """);
}
