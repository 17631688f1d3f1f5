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
    /// <param name="rowLabels">Each row's class.</param>
    /// <param name="truncatedRows">How many rows were cut.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="scored">Told of each batch's rows; may throw to stop.</param>
    public static EvaluationReport Evaluate(IModelInputs inputs, IReadOnlyList<int> rowLabels, int truncatedRows, LabelSet labels, Action<IReadOnlyList<int>> scored)
    {
        var accumulator = new EvaluationAccumulator(labels);
        foreach (int[] rows in BatchPlanner.PlanScoring(inputs.Lengths, MostRows, MostTokens))
        {
            float[] probabilities = BatchProbabilities(inputs, rows);
            for (int i = 0; i < rows.Length; i++)
            {
                accumulator.Add<float>(rowLabels[rows[i]], probabilities.AsSpan(i * labels.Count, labels.Count));
            }

            scored(rows);
        }

        return accumulator.ToReport() with { TruncatedRows = truncatedRows };
    }

    /// <summary>Probabilities of rows, in the order of the rows.</summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="labelCount">Number of classes.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static float[][] Probabilities(IModelInputs inputs, int labelCount, CancellationToken cancellationToken)
    {
        float[][] probabilities = new float[inputs.Lengths.Count][];
        foreach (int[] rows in BatchPlanner.PlanScoring(inputs.Lengths, MostRows, MostTokens))
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] batch = BatchProbabilities(inputs, rows);
            for (int i = 0; i < rows.Length; i++)
            {
                probabilities[rows[i]] = batch.AsSpan(i * labelCount, labelCount).ToArray();
            }
        }

        return probabilities;
    }

    private static float[] BatchProbabilities(IModelInputs inputs, int[] rows)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        Tensor logits = inputs.Logits(rows, Dropout.None);       // (B, labels)
        return softmax(logits, 1).cpu().data<float>().ToArray(); // (B * labels)
    }
}
