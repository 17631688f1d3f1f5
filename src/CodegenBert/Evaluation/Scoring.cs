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
    /// <param name="thresholds">For several labels, the probability from which each is predicted.</param>
    /// <param name="scored">Told of each batch's rows; may throw to stop.</param>
    /// <param name="outputsOf">Told of each row's outputs: softmax for one label, the logits for several, the raw score; null for no one.</param>
    public static EvaluationReport Evaluate(
        IModelInputs inputs, IReadOnlyList<RowTarget> targets, int truncatedRows, TaskDefinition task, IReadOnlyList<float> thresholds, Action<IReadOnlyList<int>> scored, ScoredRow? outputsOf = null)
    {
        var accumulator = EvaluationAccumulator.Of(task, thresholds);
        foreach (int[] rows in BatchPlanner.PlanScoring(inputs.Lengths, MostRows, MostTokens))
        {
            float[] outputs = BatchOutputs(inputs, rows, task.Output.Kind);
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
    /// <param name="cancellationToken">Stops between batches.</param>
    public static float[][] Predict(IModelInputs inputs, TaskDefinition task, CancellationToken cancellationToken)
    {
        float[][] values = new float[inputs.Lengths.Count][];
        foreach (int[] rows in BatchPlanner.PlanScoring(inputs.Lengths, MostRows, MostTokens))
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] outputs = BatchOutputs(inputs, rows, task.Output.Kind);
            for (int i = 0; i < rows.Length; i++)
            {
                float[] row = outputs.AsSpan(i * task.LogitCount, task.LogitCount).ToArray();
                values[rows[i]] = task.Output.Kind == OutputKind.MultiLabel ? [.. row.Select(Sigmoid.Of)] : row;
            }
        }

        return values;
    }

    /// <summary>Softmax for one label, else the logits as they are. (B * logits)</summary>
    private static float[] BatchOutputs(IModelInputs inputs, int[] rows, OutputKind kind)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        Tensor logits = inputs.Logits(rows, Dropout.None);                                       // (B, logits)
        Tensor outputs = kind == OutputKind.SingleLabel ? softmax(logits, 1) : logits.contiguous(); // (B, logits)
        return outputs.cpu().data<float>().ToArray();
    }
}
