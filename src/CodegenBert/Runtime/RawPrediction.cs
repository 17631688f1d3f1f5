using System.ComponentModel;

namespace CodegenBert.Runtime;

/// <summary>A prediction before it gets the task's types.</summary>
/// <param name="Values">
/// Single label: softmax of the logits at the classifier's temperature, one per label in the spec's order, sum 1. Several labels: the sigmoid of each label's logit. Regression: one raw score, not clipped.
/// </param>
/// <param name="Truncated">Whether the input was longer than the task's <c>max_length</c> and was cut.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct RawPrediction(IReadOnlyList<float> Values, bool Truncated)
{
    /// <summary>Single label: whether the most probable label's probability is below that from which it is decided.</summary>
    public bool IsUndecided { get; init; }

    /// <summary>The index of the largest value, so of the most probable label; of several, the first.</summary>
    public int Label
    {
        get
        {
            int best = 0;
            for (int i = 1; i < Values.Count; i++)
            {
                best = Values[i] > Values[best] ? i : best;
            }

            return best;
        }
    }
}
