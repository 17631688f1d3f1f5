using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training.Representations;

namespace CodegenBert.Training;

/// <summary>Rows as the trained part of a phase reads them: as they are if nothing is frozen, else as the frozen part says them, which is remembered.</summary>
/// <param name="model">The model.</param>
/// <param name="task">The task.</param>
/// <param name="context">What the run lives in.</param>
/// <param name="passes">Counts the run.</param>
/// <param name="progress">Is told of the rows that are encoded.</param>
/// <param name="isPretrained">Whether the frozen part has not been trained in this run: then the other runs of a series have the same.</param>
internal sealed class PreparedRows(SequenceClassifier model, TaskDefinition task, RunContext context, PassCounter passes, ProgressReporter progress, bool isPretrained = true) : IDisposable
{
    private RepresentationStore? _own;
    private RepresentationStore? _store;

    /// <summary>Prepares rows by the model's freezing.</summary>
    public IModelInputs Of(EncodedRows rows)
    {
        if (model.Boundary == FreezePlan.NothingFrozen)
        {
            return WindowedInputs.Over(new TokenInputs(model, rows.Inputs.Windows, context.Device), rows.Inputs, task.Tokenizer.Window);
        }

        _store ??= isPretrained && context.Stores is { } shared ? shared.Of(model, model.Precision, passes, Make) : _own = Make(null);
        return WindowedInputs.Over(_store.Of(rows.Inputs.Windows, progress, context.Cancellation), rows.Inputs, task.Tokenizer.Window);
    }

    /// <inheritdoc />
    public void Dispose() => _own?.Dispose();

    private RepresentationStore Make(ShelfKey? key) => new(model, context.Device, context.Cache, passes, context.Logger, model.Precision, key);
}
