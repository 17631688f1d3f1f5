using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Training.Trials;

/// <summary>
/// What can be reached without reading the texts: for one label the training rows' shares of the labels (so the most frequent one is predicted), for several each
/// label's share, for a score the mean. Each label counts one row more than it has, so that one without training rows costs something finite.
/// </summary>
internal static class ConstantBaseline
{
    /// <summary>The figures of the constant prediction.</summary>
    /// <param name="task">The task.</param>
    /// <param name="train">What the training rows say: the prediction comes from them.</param>
    /// <param name="scored">What the rows say that are scored.</param>
    public static EvaluationReport Of(TaskDefinition task, IReadOnlyList<RowTarget> train, IReadOnlyList<RowTarget> scored)
    {
        float[] outputs = Outputs(task, train);
        var accumulator = EvaluationAccumulator.Of(task, DecisionRule.Of(task));
        foreach (RowTarget target in scored)
        {
            accumulator.Add(target, outputs);
        }

        return accumulator.ToReport(truncatedRows: 0);
    }

    private static float[] Outputs(TaskDefinition task, IReadOnlyList<RowTarget> train) => task.Output.Kind switch
    {
        OutputKind.Regression => [train.Average(target => target.ScoreValue)],
        OutputKind.MultiLabel =>
        [
            .. from label in Enumerable.Range(0, task.Labels.Count)
               let present = train.Count(target => target.LabelIndices.Contains(label))
               select (float)Math.Log((present + 1.0) / (train.Count - present + 1.0)),
        ],
        _ => [.. Enumerable.Range(0, task.Labels.Count).Select(label => (float)((train.Count(target => target.LabelIndex == label) + 1.0) / (train.Count + task.Labels.Count)))],
    };
}
