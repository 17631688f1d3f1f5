using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Evaluation;

/// <summary>Runs a model over rows without gradients and in evaluation mode.</summary>
internal static class Scoring
{
    private const int MostRows = 64;
    private const int MostTokens = 4096;

    /// <summary>Scores labelled rows, all of them.</summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="targets">What each row says.</param>
    /// <param name="truncatedRows">How many rows were cut.</param>
    /// <param name="task">The task.</param>
    /// <param name="rule">How the logits become decisions.</param>
    /// <param name="scored">Told of each batch's rows; may throw to stop.</param>
    /// <param name="outputsOf">Told of each row's outputs: softmax for one label, the logits for several, the raw score; null for no one.</param>
    public static EvaluationReport Evaluate(
        IModelInputs inputs, IReadOnlyList<RowTarget> targets, int truncatedRows, TaskDefinition task, DecisionRule rule, Action<IReadOnlyList<int>> scored, ScoredRow? outputsOf = null)
    {
        var accumulator = EvaluationAccumulator.Of(task, rule);
        foreach (int[] rows in Plan(inputs))
        {
            float[] outputs = BatchOutputs(inputs, rows, logits => Outputs(logits, task, rule));
            for (int i = 0; i < rows.Length; i++)
            {
                accumulator.Add(targets[rows[i]], outputs.AsSpan(i * task.LogitCount, task.LogitCount));
                outputsOf?.Invoke(rows[i], targets[rows[i]], outputs.AsSpan(i * task.LogitCount, task.LogitCount));
            }

            scored(rows);
        }

        return accumulator.ToReport(truncatedRows);
    }

    /// <summary>What the model says of rows, in the order of the rows: softmax for one label, a sigmoid for each of several, the raw score.</summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="task">The task.</param>
    /// <param name="rule">How the logits become probabilities.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static float[][] Predict(IModelInputs inputs, TaskDefinition task, DecisionRule rule, CancellationToken cancellationToken)
    {
        float[][] values = Rows(inputs, task, logits => Outputs(logits, task, rule), cancellationToken);
        return task.Output.Kind == OutputKind.MultiLabel ? [.. values.Select(row => row.Select(Sigmoid.Of).ToArray())] : values;
    }

    /// <summary>The logits of rows, in the order of the rows.</summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static float[][] Logits(IModelInputs inputs, TaskDefinition task, CancellationToken cancellationToken) => Rows(inputs, task, logits => logits, cancellationToken);

    private static float[][] Rows(IModelInputs inputs, TaskDefinition task, Func<Tensor, Tensor> outputsOf, CancellationToken cancellationToken)
    {
        float[][] values = new float[inputs.Lengths.Count][];
        foreach (int[] rows in Plan(inputs))
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] outputs = BatchOutputs(inputs, rows, outputsOf);
            for (int i = 0; i < rows.Length; i++)
            {
                values[rows[i]] = outputs.AsSpan(i * task.LogitCount, task.LogitCount).ToArray();
            }
        }

        return values;
    }

    private static IEnumerable<int[]> Plan(IModelInputs inputs) => BatchPlanner.PlanScoring(inputs.Lengths, MostRows, MostTokens);

    /// <summary>What is made of a batch's logits. (B * logits)</summary>
    private static float[] BatchOutputs(IModelInputs inputs, int[] rows, Func<Tensor, Tensor> outputsOf)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        Tensor logits = inputs.Logits(rows, Dropout.None); // (B, logits)
        return outputsOf(logits).contiguous().cpu().data<float>().ToArray();
    }

    /// <summary>Softmax at the rule's temperature for one label, else the logits as they are; a division by 1 changes no bit. (B, logits) -> (B, logits)</summary>
    private static Tensor Outputs(Tensor logits, TaskDefinition task, DecisionRule rule)
    {
        using Scalar temperature = rule.Temperature.ToScalar(); // native memory, which a conversion would leave to the finalizer
        return task.Output.Kind == OutputKind.SingleLabel ? softmax(logits / temperature, 1) : logits;
    }
}
