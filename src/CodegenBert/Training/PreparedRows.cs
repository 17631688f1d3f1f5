using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training.Representations;

namespace CodegenBert.Training;

/// <summary>Rows as the trained part of a phase reads them: as they are if nothing is frozen, else as the frozen part says them, which is remembered.</summary>
/// <param name="model">The model.</param>
/// <param name="task">The task.</param>
/// <param name="environment">What the run lives in.</param>
/// <param name="passes">Counts the run.</param>
/// <param name="progress">Is told of the rows that are encoded.</param>
/// <param name="isPretrained">Whether the frozen part has not been trained in this run: then the other runs of a series have the same.</param>
internal sealed class PreparedRows(SequenceClassifier model, TaskDefinition task, RunEnvironment environment, PassCounter passes, ProgressReporter progress, bool isPretrained = true) : IDisposable
{
    private RepresentationStore? _own;
    private RepresentationStore? _store;

    /// <summary>Prepares rows by the model's freezing.</summary>
    public IModelInputs Of(EncodedRows rows)
    {
        if (model.Boundary == FreezePlan.NothingFrozen)
        {
            return WindowedInputs.Over(new TokenInputs(model, rows.Inputs.Windows, environment.Device), rows.Inputs, task.Tokenizer.Window);
        }

        _store ??= isPretrained && environment.Stores is { } shared ? shared.Of(model, Precision.Float32, passes, Make) : _own = Make();
        return WindowedInputs.Over(_store.Of(rows.Inputs.Windows, progress, environment.Cancellation), rows.Inputs, task.Tokenizer.Window);
    }

    /// <inheritdoc />
    public void Dispose() => _own?.Dispose();

    private RepresentationStore Make() => new(model, environment.Device, environment.Cache, passes, environment.Logger);
}
