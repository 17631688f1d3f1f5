using CodegenBert.Modeling;
using CodegenBert.Tasks;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>Rows as the trained part of a phase reads them: as they are if nothing is frozen, else encoded once and remembered while the phase lasts.</summary>
internal sealed class PreparedRows(SequenceClassifier model, TaskDefinition task, Device device, PassCounter passes, ProgressReporter progress, CancellationToken cancellation) : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    /// <summary>Prepares rows by the model's freezing.</summary>
    public IModelInputs Of(EncodedRows rows)
    {
        if (model.Boundary == FreezePlan.NothingFrozen)
        {
            return WindowedInputs.Over(new TokenInputs(model, rows.Inputs.Windows, device), rows.Inputs, task.Tokenizer.Window);
        }

        progress.Begin(TrainingStage.Encoding, 0, rows.Inputs.Windows.Count, rows.Inputs.Windows.Count);
        RepresentationStore store = FrozenEncoding.Run(model, rows.Inputs.Windows, device, encoded =>
        {
            progress.Report(encoded, encoded);
            cancellation.ThrowIfCancellationRequested();
        });
        _owned.Add(store);
        passes.CountFrozen(rows.Lengths);
        return WindowedInputs.Over(store, rows.Inputs, task.Tokenizer.Window);
    }

    /// <inheritdoc />
    public void Dispose() => _owned.ForEach(store => store.Dispose());
}
