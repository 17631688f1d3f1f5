using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training.Representations;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>Rows as the trained part of a phase reads them: as they are if nothing is frozen, else as the frozen part says them, which is remembered.</summary>
internal sealed class PreparedRows(SequenceClassifier model, TaskDefinition task, RunContext context, PassCounter passes, ProgressReporter progress) : IDisposable
{
    private RepresentationStore? _store;

    /// <summary>Rows that pass through the whole model each time.</summary>
    public static IModelInputs Whole(SequenceClassifier model, TaskDefinition task, Device device, EncodedRows rows) =>
        WindowedInputs.Over(new TokenInputs(model, rows.Inputs.Windows, device), rows.Inputs, task.Tokenizer.Window);

    /// <summary>Prepares rows by the model's freezing.</summary>
    public IModelInputs Of(EncodedRows rows)
    {
        if (model.Boundary == FreezePlan.NothingFrozen)
        {
            return Whole(model, task, context.Device, rows);
        }

        _store ??= new RepresentationStore(model, context.Device, context.Cache, passes, context.Logger, model.Precision);
        return WindowedInputs.Over(_store.Of(rows.Inputs.Windows, progress, context.Cancellation), rows.Inputs, task.Tokenizer.Window);
    }

    /// <inheritdoc />
    public void Dispose() => _store?.Dispose();
}
