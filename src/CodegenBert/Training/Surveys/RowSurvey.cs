using CodegenBert.Tasks;

namespace CodegenBert.Training.Surveys;

/// <summary>How many rows have a label.</summary>
/// <param name="Label">As data files spell it.</param>
/// <param name="Rows">Rows that have it.</param>
public readonly record struct LabelCount(string Label, int Rows);

/// <summary>What will be cut to the most ids of an input.</summary>
/// <param name="Rows">Rows that are longer.</param>
/// <param name="MedianTokens">How many ids such a row loses: the median, the upper of two; 0 without such rows.</param>
/// <param name="MostTokens">How many ids the longest of them loses.</param>
public readonly record struct CutSurvey(int Rows, int MedianTokens, int MostTokens);

/// <summary>How the scores of a regression lie.</summary>
/// <param name="Least">The lowest.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Most">The highest.</param>
/// <param name="StandardDeviation">How far they are from the mean: the root of the mean square.</param>
public readonly record struct ScoreSurvey(double Least, double Mean, double Most, double StandardDeviation);

/// <summary>What a set of rows is like.</summary>
public sealed record RowSurvey
{
    /// <summary>Number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>The rows of each label in the spec's order, those without rows too; empty for a score.</summary>
    public required IReadOnlyList<LabelCount> Labels { get; init; }

    /// <summary>Of several labels: rows that have none of them. 0 for other tasks.</summary>
    public required int RowsWithoutLabel { get; init; }

    /// <summary>The scores; null where the task has labels.</summary>
    public required ScoreSurvey? Scores { get; init; }

    /// <summary>Ids of the inputs before anything is cut.</summary>
    public required LengthSurvey Lengths { get; init; }

    /// <summary>What will be cut.</summary>
    public required CutSurvey Cut { get; init; }

    /// <summary>Rows whose input an earlier row of the set has too.</summary>
    public required Repetition Repeated { get; init; }

    /// <summary>The labels that no row has.</summary>
    public IEnumerable<string> LabelsWithoutRows => Labels.Where(label => label.Rows == 0).Select(label => label.Label);

    /// <summary>Rows of the largest class for each row of the smallest, of the classes that have rows; null for a score, and where none has.</summary>
    public double? Imbalance => Labels.Any(label => label.Rows > 0) ? (double)Labels.Max(label => label.Rows) / Labels.Where(label => label.Rows > 0).Min(label => label.Rows) : null;

    /// <summary>Looks through rows.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="repeated">Those among them whose input an earlier one has.</param>
    internal static RowSurvey Of(TaskDefinition task, EncodedRows rows, Repetition repeated)
    {
        int[] cut = [.. rows.Inputs.CutTokens.Where(tokens => tokens > 0).Order()];
        return new()
        {
            Rows = rows.Inputs.Count,
            Labels = [.. task.Labels.Zip(CountLabels(task, rows), (label, count) => new LabelCount(label.Text, count))],
            RowsWithoutLabel = task.Output.Kind == OutputKind.MultiLabel ? rows.Targets.Count(target => target.LabelIndices.Count == 0) : 0,
            Scores = task.Output.Kind == OutputKind.Regression ? SpreadOf([.. rows.Targets.Select(target => (double)target.ScoreValue)]) : null,
            Lengths = LengthSurvey.Of(rows.Lengths.Zip(rows.Inputs.CutTokens, (kept, lost) => kept + lost)),
            Cut = cut.Length == 0 ? default : new(cut.Length, cut[cut.Length / 2], cut[^1]),
            Repeated = repeated,
        };
    }

    private static int[] CountLabels(TaskDefinition task, EncodedRows rows)
    {
        int[] counts = new int[task.Labels.Count];
        foreach (int label in task.Output.Kind switch
        {
            OutputKind.SingleLabel => rows.Targets.Select(target => target.LabelIndex),
            OutputKind.MultiLabel => rows.Targets.SelectMany(target => target.LabelIndices),
            _ => [],
        })
        {
            counts[label]++;
        }

        return counts;
    }

    private static ScoreSurvey SpreadOf(double[] scores)
    {
        double mean = scores.Average();
        return new(scores.Min(), mean, scores.Max(), Math.Sqrt(scores.Average(score => (score - mean) * (score - mean))));
    }
}
