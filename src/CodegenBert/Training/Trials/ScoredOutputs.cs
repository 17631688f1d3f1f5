using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Training.Trials;

/// <summary>What a model says of rows, and how it decides by it.</summary>
/// <param name="Outputs">Of each row, as an <see cref="EvaluationAccumulator"/> reads it.</param>
/// <param name="Rule">How it decides.</param>
internal sealed record ScoredOutputs(float[][] Outputs, DecisionRule Rule)
{
    /// <summary>What a model says of validation rows: where the task's thresholds are tuned, it decides by those that these rows give, as it would after a training.</summary>
    /// <param name="task">The task.</param>
    /// <param name="thresholds">Whether they are tuned.</param>
    /// <param name="targets">What the rows say.</param>
    /// <param name="outputs">What the model says.</param>
    public static ScoredOutputs Of(TaskDefinition task, ThresholdRule thresholds, IReadOnlyList<RowTarget> targets, float[][] outputs) => new(
        outputs,
        task.Output.Kind == OutputKind.MultiLabel && thresholds == ThresholdRule.Tuned ? ConfidenceFit.Tune(outputs, targets, task.Labels).Rule(DecisionRule.Of(task)) : DecisionRule.Of(task));

    /// <summary>The figures over some rows.</summary>
    /// <param name="task">The task.</param>
    /// <param name="targets">What all rows say.</param>
    /// <param name="rows">The rows' indices.</param>
    public EvaluationReport Report(TaskDefinition task, IReadOnlyList<RowTarget> targets, IEnumerable<int> rows)
    {
        var accumulator = EvaluationAccumulator.Of(task, Rule);
        foreach (int row in rows)
        {
            accumulator.Add(targets[row], Outputs[row]);
        }

        return accumulator.ToReport(truncatedRows: 0);
    }

    /// <summary>The figures over all rows.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The rows.</param>
    public EvaluationReport Report(TaskDefinition task, EncodedRows rows) => Report(task, rows.Targets, Enumerable.Range(0, Outputs.Length)) with { TruncatedRows = rows.TruncatedRows };
}
