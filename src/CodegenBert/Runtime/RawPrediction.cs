using System.ComponentModel;

namespace CodegenBert.Runtime;

/// <summary>A prediction before it gets the task's types.</summary>
/// <param name="Probabilities">softmax of the logits, one per label in the spec's order, sum 1.</param>
/// <param name="Truncated">Whether the input was longer than the task's <c>max_length</c> and was cut.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct RawPrediction(IReadOnlyList<float> Probabilities, bool Truncated)
{
    /// <summary>The index of the most probable label; of several, the first.</summary>
    public int Label
    {
        get
        {
            int best = 0;
            for (int i = 1; i < Probabilities.Count; i++)
            {
                best = Probabilities[i] > Probabilities[best] ? i : best;
            }

            return best;
        }
    }
}
