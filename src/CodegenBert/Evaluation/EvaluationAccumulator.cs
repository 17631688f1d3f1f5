using CodegenBert.Data;
using CodegenBert.Tasks;

namespace CodegenBert.Evaluation;

/// <summary>Counts rows one by one and gives the report over all of them.</summary>
internal abstract class EvaluationAccumulator
{
    private double _loss;

    /// <summary>Rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>The accumulator for a task's kind of output.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rule">How it decides.</param>
    public static EvaluationAccumulator Of(TaskDefinition task, DecisionRule rule) => task.Output.Kind switch
    {
        OutputKind.MultiLabel => new MultiLabelAccumulator(task.Labels, rule.Thresholds),
        OutputKind.Regression => new RegressionAccumulator(),
        _ => new SingleLabelAccumulator(task.Labels, rule.AbstainBelow),
    };

    /// <summary>Counts a row.</summary>
    /// <param name="target">What the row says.</param>
    /// <param name="outputs">What the model says: softmax for one label, the logits for several, the raw score.</param>
    public abstract void Add(RowTarget target, ReadOnlySpan<float> outputs);

    /// <summary>The rows that follow are decided by another rule: by the model of another fold.</summary>
    /// <param name="rule">The rule.</param>
    public virtual void Decide(DecisionRule rule)
    {
    }

    /// <summary>The report over the rows so far.</summary>
    /// <param name="truncatedRows">How many of them were cut to <c>max_length</c>.</param>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public EvaluationReport ToReport(int truncatedRows) =>
        Rows > 0 ? Report(_loss / Rows) with { TruncatedRows = truncatedRows } : throw new InvalidOperationException("There is no row to score.");

    /// <summary>Counts a row and its loss.</summary>
    /// <param name="loss">The row's loss.</param>
    protected void Count(double loss)
    {
        _loss += loss;
        Rows++;
    }

    /// <summary>The report over one row or more.</summary>
    /// <param name="meanLoss">Over the rows.</param>
    protected abstract EvaluationReport Report(double meanLoss);
}
