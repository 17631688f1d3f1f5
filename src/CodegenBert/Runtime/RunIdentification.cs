using System.Runtime.InteropServices;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training;
using CodegenBert.Training.Reports;
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
        .. RecipeSettings.Of(task, recipe, options).Where(setting => setting.Name != "encoder").Select(setting => (setting.Name, (object?)setting.Value)), // content counts, not paths
        ("precision", options.Precision),
        ("gradient_checkpointing", options.GradientCheckpointing),
        ("rows.train", $"{train.Inputs.Count} rows, {RunHashes.OfRows(train)}"),
        ("rows.validation", validation is null ? "" : $"{validation.Inputs.Count} rows, {RunHashes.OfRows(validation)}"),
        ("weights", RunHashes.OfParameters(model.Parameters.All)),
        ("threads", get_num_threads()),
        ("processor", RuntimeInformation.ProcessArchitecture),
        ("version", typeof(RunIdentification).Assembly.GetName().Version + ", libtorch " + typeof(TorchSharp.torch).Assembly.GetName().Version),
    ]);
}
