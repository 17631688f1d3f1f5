using CodegenBert.Data;
using CodegenBert.Tasks;

namespace CodegenBert.Training;

/// <summary>How much each class weighs in the loss: the labels' own weights, times those that balance the training rows.</summary>
internal static class ClassWeights
{
    /// <summary>A weight for each label; null where all are 1, and for a score.</summary>
    /// <param name="task">The task.</param>
    /// <param name="weighting">Whether the rows are balanced.</param>
    /// <param name="targets">What the training rows say.</param>
    public static IReadOnlyList<float>? Of(TaskDefinition task, ClassWeighting weighting, IReadOnlyCollection<RowTarget> targets)
    {
        double[] balance = weighting == ClassWeighting.None ? [.. task.Labels.Select(_ => 1.0)]
            : task.Output.Kind == OutputKind.MultiLabel ? BalancePresence(Count(task, targets.SelectMany(target => target.LabelIndices)), targets.Count)
            : BalanceRows(Count(task, targets.Select(target => target.LabelIndex)), targets.Count);
        float[] weights = [.. task.Labels.Zip(balance, (label, factor) => (float)(label.Weight * factor))];
        return weights.All(weight => weight == 1) ? null : weights;
    }

    /// <summary>n / (classes * count), over the classes that have rows: scikit-learn's <c>compute_class_weight("balanced")</c>. A class without rows has 1.</summary>
    private static double[] BalanceRows(int[] counts, int rows)
    {
        int classes = counts.Count(count => count > 0);
        return [.. counts.Select(count => count > 0 ? (double)rows / (classes * count) : 1)];
    }

    /// <summary>Rows without the label / rows with it: the same formula for the two classes of each label, as a ratio. Where one of the two has no rows, 1.</summary>
    private static double[] BalancePresence(int[] counts, int rows) =>
        [.. counts.Select(count => count > 0 && count < rows ? (double)(rows - count) / count : 1)];

    private static int[] Count(TaskDefinition task, IEnumerable<int> labels)
    {
        int[] counts = new int[task.Labels.Count];
        foreach (int label in labels)
        {
            counts[label]++;
        }

        return counts;
    }
}
