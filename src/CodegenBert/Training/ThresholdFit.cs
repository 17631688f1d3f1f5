using CodegenBert.Evaluation;

namespace CodegenBert.Training;

/// <summary>Finds, for each of several labels, the probability from which predicting it has the highest F1 on rows.</summary>
internal static class ThresholdFit
{
    private const float Half = 0.5f;

    /// <summary>
    /// One label's threshold. What is tried: 0.5, the middle between neighbouring probabilities that differ, and that between 0 and the lowest; of equally good ones the nearest to
    /// 0.5 is taken, and the lower one of two as near. Without a row that has the label it is 0.5.
    /// </summary>
    /// <param name="probabilities">The label's probability in each row.</param>
    /// <param name="actual">Whether each row has the label.</param>
    public static float Of(IReadOnlyList<float> probabilities, IReadOnlyList<bool> actual)
    {
        (float Probability, bool Actual)[] rows = [.. probabilities.Zip(actual).OrderByDescending(row => row.First)];
        long positives = actual.Count(has => has), hits = 0;
        if (positives == 0)
        {
            return Half;
        }

        (double F1, float Threshold) best = (F1At(Half, rows, positives), Half);
        for (int i = 0; i < rows.Length; i++)
        {
            hits += rows[i].Actual ? 1 : 0;
            float below = i + 1 < rows.Length ? rows[i + 1].Probability : 0;
            if (below < rows[i].Probability)
            {
                best = Better(best, (RetrievalFigures.Of(hits, i + 1, positives).F1, Between(below, rows[i].Probability)));
            }
        }

        return best.Threshold;
    }

    private static double F1At(float threshold, (float Probability, bool Actual)[] rows, long positives) => RetrievalFigures.Of(
        rows.Count(row => row.Probability >= threshold && row.Actual), rows.Count(row => row.Probability >= threshold), positives).F1;

    /// <summary>The middle of two floats; where no float lies between them, the upper one, which a threshold includes.</summary>
    private static float Between(float lower, float upper)
    {
        float middle = lower + ((upper - lower) / 2);
        return middle > lower ? middle : upper;
    }

    private static (double F1, float Threshold) Better((double F1, float Threshold) best, (double F1, float Threshold) other) =>
        other.F1 > best.F1 || (other.F1 == best.F1 && Math.Abs(other.Threshold - Half) <= Math.Abs(best.Threshold - Half)) ? other : best;
}
