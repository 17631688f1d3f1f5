using System.Runtime.InteropServices;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training;
using CodegenBert.Training.Resuming;
using static TorchSharp.torch;

namespace CodegenBert.Runtime;

/// <summary>Gathers what a run's result depends on: spec, recipe, rows, the weights that it starts from, and what it computes with.</summary>
internal static class RunIdentification
{
    /// <summary>The identity of a run that is about to start.</summary>
    public static RunIdentity Of(TaskDefinition task, Recipe recipe, TrainingOptions options, EncodedRows train, EncodedRows? validation, SequenceClassifier model) => RunIdentity.Of(
    [
        ("task", task.Name),
        ("labels", string.Join(" | ", task.Labels.Select(label => label.Text))),
        .. TaskFingerprint.Of(task).Fields.Select(field => (field.Key, (object?)field.Value)),
        ("head.dropout", task.Head.Dropout),
        ("freeze", task.Freeze),
        .. recipe.Settings.Select(setting => ("training." + setting.Name, setting.Value)),
        ("training.keep_best_epoch", options.KeepBestEpoch),
        ("training.precision", options.Precision),
        ("training.gradient_checkpointing", options.GradientCheckpointing),
        ("rows.train", $"{train.Inputs.Count} rows, {ContentHash.Of(train)}"),
        ("rows.validation", validation is null ? "" : $"{validation.Inputs.Count} rows, {ContentHash.Of(validation)}"),
        ("weights", ContentHash.Of(model.Parameters.All)),
        ("device", options.Device),
        ("threads", get_num_threads()),
        ("processor", RuntimeInformation.ProcessArchitecture),
        ("version", typeof(RunIdentification).Assembly.GetName().Version + ", libtorch " + typeof(TorchSharp.torch).Assembly.GetName().Version),
    ]);
}
