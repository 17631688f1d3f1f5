using System.Diagnostics;
using CodegenBert.Data;
using CodegenBert.Data.Splits;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training;
using CodegenBert.Training.Trials;

namespace CodegenBert.Runtime;

/// <summary>Trains and scores fold by fold.</summary>
internal sealed class CrossValidation
{
    /// <summary>Share of the other folds' rows that chooses the number of epochs.</summary>
    private const double HeldOut = 0.1;

    private readonly TaskDefinition _task;
    private readonly TrainingOptions _options;
    private readonly IReadOnlyList<LabeledTexts> _rows;
    private readonly RunSeries _series;
    private readonly EncodedRows _encoded;
    private readonly EvaluationAccumulator _pooled;

    /// <summary>Tokenizes the rows.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="options">The folds' options.</param>
    /// <param name="series">What the folds share.</param>
    public CrossValidation(TaskDefinition task, IReadOnlyList<LabeledTexts> rows, TrainingOptions options, RunSeries series)
    {
        (_task, _rows, _options, _series) = (task, rows, options, series);
        _encoded = series.Encode(task, rows);
        _pooled = EvaluationAccumulator.Of(task, DecisionRule.Of(task));
    }

    /// <summary>Trains and scores all folds.</summary>
    /// <param name="folds">How many.</param>
    /// <exception cref="DataFileException">There are too few rows that may part.</exception>
    public CrossValidationReport Run(int folds)
    {
        int[][] parts = RowSplit.Of(_task, _rows, [.. Enumerable.Repeat(1.0 / folds, folds)], _options.Seed);
        FoldReport[] reports = [.. parts.Select((test, i) => Run(i + 1, test, [.. Enumerable.Range(0, _rows.Count).Except(test)]))];
        return new CrossValidationReport
        {
            Task = _task.Name,
            Metric = _options.BestBy,
            Folds = reports,
            Pooled = _pooled.ToReport(_encoded.TruncatedRows),
        };
    }

    private FoldReport Run(int fold, int[] test, int[] others)
    {
        var clock = Stopwatch.StartNew();
        int[][] inner = RowSplit.Of(_task, [.. others.Select(row => _rows[row])], [1 - HeldOut, HeldOut], _options.Seed);
        EncodedRows validation = Part(inner[1]);
        (SequenceClassifier model, TrainingReport report) = TrainingRuns.Run(_series, _task, _options, Part(inner[0]), validation, () => inner, keepsEnd: true);
        using (model)
        {
            var passes = new PassCounter();
            EvaluationReport scored = Score(model, test, passes, _series.Confidence(_task, model, validation).Rule);
            return new FoldReport
            {
                Fold = fold,
                TrainingRows = inner[0].Length,
                ValidationRows = inner[1].Length,
                BestEpoch = report.BestEpoch,
                Test = scored,
                Value = MetricReading.Value(scored, _options.BestBy),
                Seconds = clock.Elapsed.TotalSeconds,
                FrozenPasses = (report.Seeds?.FrozenPasses ?? report.FrozenPasses) + passes.Frozen,
            };
        }

        EncodedRows Part(int[] rows) => _encoded.Part([.. rows.Select(row => others[row])]);
    }

    /// <summary>Scores a fold's own rows as the classifier decides that the training would give: at the temperature and by the thresholds that the held-out rows gave.</summary>
    private EvaluationReport Score(SequenceClassifier model, int[] test, PassCounter passes, DecisionRule rule)
    {
        EncodedRows rows = _encoded.Part(test);
        float[][] outputs = _series.Outputs(_task, model, rows, passes, rule);
        var own = EvaluationAccumulator.Of(_task, rule);
        _pooled.Decide(rule);
        for (int i = 0; i < test.Length; i++)
        {
            own.Add(rows.Targets[i], outputs[i]);
            _pooled.Add(rows.Targets[i], outputs[i]);
        }

        return own.ToReport(rows.TruncatedRows);
    }
}
