using CodegenBert.Tasks;

namespace CodegenBert.Data.Splits;

/// <summary>The strata of rows, each of which is shared between the parts of a split: a label's rows; those of no label; of scores, those between two quantiles.</summary>
/// <param name="task">The task.</param>
internal sealed class RowStrata(TaskDefinition task)
{
    private const int MostBins = 10;
    private const int RowsPerBin = 5;

    private readonly List<RowTarget> _targets = [];
    private readonly List<int> _counts = [];
    private int[] _bins = [];

    /// <summary>How many strata there are.</summary>
    public int Count => _counts.Count;

    /// <summary>Adds the next row.</summary>
    /// <param name="target">What it says.</param>
    public void Add(RowTarget target) => _targets.Add(target);

    /// <summary>Counts the strata, when all rows have been added.</summary>
    public RowStrata Complete()
    {
        if (task.Output.Kind == OutputKind.Regression)
        {
            _bins = Bins([.. _targets.Select(target => target.ScoreValue)]);
        }

        _counts.AddRange(Enumerable.Repeat(0, task.Output.Kind == OutputKind.Regression ? _bins.DefaultIfEmpty(-1).Max() + 1 : task.Labels.Count + 1));
        for (int row = 0; row < _targets.Count; row++)
        {
            foreach (int stratum in Of(row))
            {
                _counts[stratum]++;
            }
        }

        return this;
    }

    /// <summary>How many rows a stratum has.</summary>
    /// <param name="stratum">The stratum.</param>
    public int RowsOf(int stratum) => _counts[stratum];

    /// <summary>The strata that a row is in: one, or one for each of several labels.</summary>
    /// <param name="row">The row.</param>
    public IReadOnlyList<int> Of(int row) => task.Output.Kind switch
    {
        OutputKind.Regression => [_bins[row]],
        OutputKind.MultiLabel when _targets[row].LabelIndices is { Count: > 0 } labels => labels,
        OutputKind.MultiLabel => [task.Labels.Count],
        _ => [_targets[row].LabelIndex],
    };

    /// <summary>Bins of about as many rows each: at most ten, of five rows at least; equal scores are in one.</summary>
    private static int[] Bins(float[] scores)
    {
        int bins = Math.Clamp(scores.Length / RowsPerBin, 1, MostBins);
        float[] sorted = [.. scores.Order()];
        float[] edges = [.. Enumerable.Range(1, bins - 1).Select(bin => sorted[(int)((long)bin * sorted.Length / bins)]).Distinct()];
        return [.. scores.Select(score =>
        {
            int found = Array.BinarySearch(edges, score);
            return found >= 0 ? found + 1 : ~found;
        })];
    }
}
