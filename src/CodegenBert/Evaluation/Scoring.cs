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

    /// <summary>Tokens of a batch: enough for the matrix product, few enough that what is computed on the way stays in the cache.</summary>
    private const int MostTokens = 512;

    /// <summary>Batches that a thread gets before all wait for each other.</summary>
    private const int BatchesAtOnce = 8;


    /// <summary>Scores labelled rows, all of them.</summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="targets">What each row says.</param>
    /// <param name="truncatedRows">How many rows were cut.</param>
    /// <param name="task">The task.</param>
    /// <param name="rule">How the logits become decisions.</param>
    /// <param name="scored">Told of each batch's rows; may throw to stop.</param>
    /// <param name="outputsOf">Told of each row's outputs: softmax for one label, the logits for several, the raw score; null for no one.</param>
    public static EvaluationReport Evaluate(
        IModelInputs inputs, IReadOnlyList<RowTarget> targets, int truncatedRows, TaskDefinition task, DecisionRule rule, Action<IReadOnlyList<int>> scored, ScoredRow? outputsOf = null) =>
        EvaluateEach(1, inputs.Device, inputs.Lengths, rows => inputs.Logits(rows, Dropout.None), targets, truncatedRows, task, rule, scored, outputsOf)[0];

    /// <summary>Scores several models at once on labelled rows, all of them.</summary>
    /// <param name="models">How many.</param>
    /// <param name="device">Where the models live.</param>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="logits">The logits of some rows, model by model: (M, B, logits), for one model (B, logits) too. Called without gradients.</param>
    /// <param name="targets">What each row says.</param>
    /// <param name="truncatedRows">How many rows were cut.</param>
    /// <param name="task">The task.</param>
    /// <param name="rule">How the logits become decisions.</param>
    /// <param name="scored">Told of each batch's rows; may throw to stop.</param>
    /// <param name="outputsOf">Told of each row's outputs, model by model; null for no one.</param>
    public static IReadOnlyList<EvaluationReport> EvaluateEach(
        int models,
        Device device,
        IReadOnlyList<int> lengths,
        Func<int[], Tensor> logits,
        IReadOnlyList<RowTarget> targets,
        int truncatedRows,
        TaskDefinition task,
        DecisionRule rule,
        Action<IReadOnlyList<int>> scored,
        ScoredRow? outputsOf = null)
    {
        EvaluationAccumulator[] accumulators = [.. Enumerable.Range(0, models).Select(_ => EvaluationAccumulator.Of(task, rule))];
        foreach ((int[] rows, float[] outputs) in SideBySide(device, lengths, logits, batch => Outputs(batch, task, rule)))
        {
            for (int i = 0; i < models * rows.Length; i++)
            {
                int row = rows[i % rows.Length];
                ReadOnlySpan<float> own = outputs.AsSpan(i * task.LogitCount, task.LogitCount);
                accumulators[i / rows.Length].Add(targets[row], own);
                outputsOf?.Invoke(row, targets[row], own);
            }

            scored(rows);
        }

        return [.. accumulators.Select(accumulator => accumulator.ToReport(truncatedRows))];
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

    /// <summary>What the model says of rows, in the order of the rows, as <see cref="EvaluationAccumulator"/> reads it: softmax for one label, else the logits as they are.</summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="task">The task.</param>
    /// <param name="rule">How the logits become probabilities.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static float[][] Outputs(IModelInputs inputs, TaskDefinition task, DecisionRule rule, CancellationToken cancellationToken) =>
        Rows(inputs, task, logits => Outputs(logits, task, rule), cancellationToken);

    /// <summary>The logits of rows, in the order of the rows.</summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static float[][] Logits(IModelInputs inputs, TaskDefinition task, CancellationToken cancellationToken) => Rows(inputs, task, logits => logits, cancellationToken);

    private static float[][] Rows(IModelInputs inputs, TaskDefinition task, Func<Tensor, Tensor> outputsOf, CancellationToken cancellationToken)
    {
        float[][] values = new float[inputs.Lengths.Count][];
        foreach ((int[] rows, float[] outputs) in SideBySide(inputs.Device, inputs.Lengths, batch => inputs.Logits(batch, Dropout.None), outputsOf))
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < rows.Length; i++)
            {
                values[rows[i]] = outputs.AsSpan(i * task.LogitCount, task.LogitCount).ToArray();
            }
        }

        return values;
    }

    /// <summary>All rows in planned batches, and what is made of each batch's logits: as many side by side as there are threads.</summary>
    private static IEnumerable<(int[] Rows, float[] Outputs)> SideBySide(Device device, IReadOnlyList<int> lengths, Func<int[], Tensor> logitsOf, Func<Tensor, Tensor> outputsOf)
    {
        foreach (int[][] batches in BatchPlanner.PlanScoring(lengths, MostRows, MostTokens).Chunk(ComputeWorkers.CountOn(device) * BatchesAtOnce))
        {
            float[][] outputs = new float[batches.Length][];
            ComputeWorkers.Run(batches.Length, i => outputs[i] = BatchOutputs(logitsOf, batches[i], outputsOf));
            foreach ((int[] rows, float[] own) in batches.Zip(outputs))
            {
                yield return (rows, own);
            }
        }
    }

    /// <summary>What is made of a batch's logits. (M * B * logits)</summary>
    private static float[] BatchOutputs(Func<int[], Tensor> logitsOf, int[] rows, Func<Tensor, Tensor> outputsOf)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        Tensor logits = logitsOf(rows); // (M, B, logits)
        return outputsOf(logits).contiguous().cpu().data<float>().ToArray();
    }

    /// <summary>Softmax at the rule's temperature for one label, else the logits as they are; a division by 1 changes no bit. (..., logits) -> (..., logits)</summary>
    private static Tensor Outputs(Tensor logits, TaskDefinition task, DecisionRule rule) =>
        task.Output.Kind == OutputKind.SingleLabel ? softmax(logits.DividedBy(rule.Temperature), -1) : logits;
}
