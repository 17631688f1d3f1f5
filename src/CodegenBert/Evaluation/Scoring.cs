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
    public static EvaluationReport Evaluate(
        IModelInputs inputs, IReadOnlyList<RowTarget> targets, int truncatedRows, TaskDefinition task, IReadOnlyList<float> thresholds, Action<IReadOnlyList<int>> scored) =>
        EvaluateEach(1, inputs.Lengths, rows => inputs.Logits(rows, Dropout.None), targets, truncatedRows, task, thresholds, scored)[0];

    /// <summary>Scores several models at once on labelled rows, all of them.</summary>
    /// <param name="models">How many.</param>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="logits">The logits of some rows, model by model: (M, B, logits), for one model (B, logits) too. Called without gradients.</param>
    /// <param name="targets">What each row says.</param>
    /// <param name="truncatedRows">How many rows were cut.</param>
    /// <param name="task">The task.</param>
    /// <param name="thresholds">For several labels, the probability from which each is predicted.</param>
    /// <param name="scored">Told of each batch's rows; may throw to stop.</param>
    public static IReadOnlyList<EvaluationReport> EvaluateEach(
        int models,
        IReadOnlyList<int> lengths,
        Func<int[], Tensor> logits,
        IReadOnlyList<RowTarget> targets,
        int truncatedRows,
        TaskDefinition task,
        IReadOnlyList<float> thresholds,
        Action<IReadOnlyList<int>> scored)
    {
        EvaluationAccumulator[] accumulators = [.. Enumerable.Range(0, models).Select(_ => EvaluationAccumulator.Of(task, thresholds))];
        foreach (int[] rows in BatchPlanner.PlanScoring(lengths, MostRows, MostTokens))
        {
            float[] outputs = BatchOutputs(logits, rows, task.Output.Kind);
            for (int i = 0; i < models * rows.Length; i++)
            {
                accumulators[i / rows.Length].Add(targets[rows[i % rows.Length]], outputs.AsSpan(i * task.LogitCount, task.LogitCount));
            }

            scored(rows);
        }

        return [.. accumulators.Select(accumulator => accumulator.ToReport(truncatedRows))];
    }

    /// <summary>What the model says of rows, in the order of the rows: softmax for one label, a sigmoid for each of several, the raw score.</summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static float[][] Predict(IModelInputs inputs, TaskDefinition task, CancellationToken cancellationToken)
    {
        float[][] outputs = Outputs(inputs, task, cancellationToken);
        return task.Output.Kind == OutputKind.MultiLabel ? [.. outputs.Select(row => row.Select(Sigmoid.Of).ToArray())] : outputs;
    }

    /// <summary>What the model says of rows, in the order of the rows, as <see cref="EvaluationAccumulator"/> reads it: softmax for one label, else the logits as they are.</summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static float[][] Outputs(IModelInputs inputs, TaskDefinition task, CancellationToken cancellationToken)
    {
        float[][] values = new float[inputs.Lengths.Count][];
        foreach (int[] rows in BatchPlanner.PlanScoring(inputs.Lengths, MostRows, MostTokens))
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] outputs = BatchOutputs(batch => inputs.Logits(batch, Dropout.None), rows, task.Output.Kind);
            for (int i = 0; i < rows.Length; i++)
            {
                values[rows[i]] = outputs.AsSpan(i * task.LogitCount, task.LogitCount).ToArray();
            }
        }

        return values;
    }

    /// <summary>Softmax for one label, else the logits as they are. (M * B * logits)</summary>
    private static float[] BatchOutputs(Func<int[], Tensor> logitsOf, int[] rows, OutputKind kind)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        Tensor logits = logitsOf(rows);                                                              // (M, B, logits)
        Tensor outputs = kind == OutputKind.SingleLabel ? softmax(logits, -1) : logits.contiguous(); // (M, B, logits)
        return outputs.cpu().data<float>().ToArray();
    }
}
