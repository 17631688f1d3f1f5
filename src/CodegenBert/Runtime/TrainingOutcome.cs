using System.ComponentModel;
using CodegenBert.Training;

namespace CodegenBert.Runtime;

/// <summary>What a training run gives: the classifier and the report. Disposing it disposes the classifier.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrainingOutcome : IDisposable
{
    internal TrainingOutcome(ClassifierRuntime classifier, TrainingReport report) => (Classifier, Report) = (classifier, report);

    /// <summary>The trained classifier.</summary>
    public ClassifierRuntime Classifier { get; }

    /// <summary>What happened.</summary>
    public TrainingReport Report { get; }

    /// <inheritdoc />
    public void Dispose() => Classifier.Dispose();
}
