using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Benchmarks.Comparison;

/// <summary>A model as a user has it: trained (for one batch, since its weights do not change its speed), saved, to be loaded. The folder goes with it.</summary>
internal sealed class SavedClassifier : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("codegenbert-compare-");

    /// <summary>Makes it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The batch.</param>
    public SavedClassifier(TaskDefinition task, IReadOnlyList<LabeledTexts> rows)
    {
        Folder = Path.Combine(_root.FullName, "model");
        using TrainingOutcome outcome = TrainerRuntime.Train(task, rows, null, OurTraining.Options(task) with { Epochs = 1, OutputFolder = Folder });
    }

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <inheritdoc />
    public void Dispose() => _root.Delete(recursive: true);
}
