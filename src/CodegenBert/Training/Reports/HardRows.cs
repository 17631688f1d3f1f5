using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Training.Reports;

/// <summary>Finds, while validation rows are scored, those with the highest loss and those that are wrong with the highest probability. What it keeps is bounded.</summary>
/// <param name="task">The task.</param>
/// <param name="thresholds">For several labels, the probability from which each is predicted.</param>
internal sealed class HardRows(TaskDefinition task, IReadOnlyList<float> thresholds)
{
    /// <summary>Rows of each list.</summary>
    public const int MostRows = 20;

    private readonly PriorityQueue<Found, double> _hardest = new();
    private readonly PriorityQueue<Found, double> _surest = new();

    /// <summary>A row as it was scored.</summary>
    /// <param name="Row">0-based index.</param>
    /// <param name="Predicted">What the model says.</param>
    /// <param name="Probability">Of the prediction; null for a score.</param>
    /// <param name="IsWrong">Whether it is another than the data say; false for a score.</param>
    /// <param name="Loss">The row's loss.</param>
    public readonly record struct Found(int Row, RowTarget Predicted, double? Probability, bool IsWrong, double Loss);

    /// <summary>The rows with the highest loss, the highest first.</summary>
    public IReadOnlyList<Found> Hardest => Sorted(_hardest);

    /// <summary>The wrong rows with the highest probability, the highest first.</summary>
    public IReadOnlyList<Found> ConfidentlyWrong => Sorted(_surest);

    /// <summary>Takes note of a scored row.</summary>
    /// <param name="row">0-based index.</param>
    /// <param name="target">What the row says.</param>
    /// <param name="outputs">What the model says: softmax for one label, the logits for several, the raw score.</param>
    public void Add(int row, RowTarget target, ReadOnlySpan<float> outputs)
    {
        Found found = task.Output.Kind switch
        {
            OutputKind.MultiLabel => OfLabels(row, target, outputs),
            OutputKind.Regression => new(row, RowTarget.Score(outputs[0]), null, false, Math.Pow(outputs[0] - target.ScoreValue, 2)),
            _ => OfLabel(row, target.LabelIndex, outputs),
        };
        Keep(_hardest, found, found.Loss);
        if (found.IsWrong)
        {
            Keep(_surest, found, found.Probability!.Value);
        }
    }

    private static Found OfLabel(int row, int actual, ReadOnlySpan<float> probabilities)
    {
        int predicted = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            predicted = probabilities[i] > probabilities[predicted] ? i : predicted;
        }

        return new(row, RowTarget.Label(predicted), probabilities[predicted], predicted != actual, -Math.Log(Math.Max(probabilities[actual], float.Epsilon)));
    }

    private static void Keep(PriorityQueue<Found, double> queue, Found found, double priority)
    {
        if (queue.Count < MostRows)
        {
            queue.Enqueue(found, priority);
        }
        else
        {
            _ = queue.EnqueueDequeue(found, priority);
        }
    }

    private static Found[] Sorted(PriorityQueue<Found, double> queue) =>
        [.. queue.UnorderedItems.OrderByDescending(item => item.Priority).ThenBy(item => item.Element.Row).Select(item => item.Element)];

    private Found OfLabels(int row, RowTarget target, ReadOnlySpan<float> logits)
    {
        List<int> predicted = [];
        double loss = 0, surest = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            float probability = Sigmoid.Of(logits[i]);
            bool says = probability >= thresholds[i], has = target.LabelIndices.Contains(i);
            loss += Sigmoid.Loss(logits[i], has);
            surest = says == has ? surest : Math.Max(surest, says ? probability : 1 - probability);
            if (says)
            {
                predicted.Add(i);
            }
        }

        RowTarget labels = RowTarget.Labels(predicted);
        return new(row, labels, surest, labels != target, loss / logits.Length);
    }
}
