using System.Diagnostics;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training;
using CodegenBert.Training.Trials;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Runtime;

/// <summary>Tries the freezings of <c>freeze: auto</c> from the cheapest to the dearest, and keeps the cheapest that no other beats by more than the noise.</summary>
internal sealed partial class FreezeLadder(RunSeries series, TaskDefinition task, Recipe recipe, TrainingOptions options, ILogger logger)
{
    /// <summary>Tries the freezings.</summary>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that decide.</param>
    /// <param name="heldOut">Whether these are held out of the training rows.</param>
    /// <returns>The kept freezing's model, which the caller owns, its report, and that of the ladder.</returns>
    public (SequenceClassifier Model, TrainingReport Report, FreezeLadderReport Ladder) Climb(EncodedRows train, EncodedRows validation, bool heldOut)
    {
        var clock = Stopwatch.StartNew();
        List<Trial> tried = [];
        List<FreezeRung> leftOut = [];
        try
        {
            foreach (FreezePlan freeze in RungRecipe.Ladder(series.Layers, options.ReinitializedLayers))
            {
                if (tried.Count > 0 && clock.Elapsed + Estimate(freeze, tried[^1]) > options.FreezeBudget)
                {
                    LogLeftOut(logger, task.Name, freeze, options.FreezeBudget);
                    leftOut.Add(new FreezeRung { Freeze = freeze });
                    continue;
                }

                Trial trial = Try(freeze, train, validation);
                foreach (Trial earlier in tried)
                {
                    Compare(trial, earlier, validation);
                    Compare(earlier, trial, validation);
                }

                tried.Add(trial);
                tried.Where(one => one.BeatenBy is not null).ToList().ForEach(one => one.Release());
            }

            // The best by value is beaten by none, so there is one.
            Trial kept = tried.First(trial => trial.BeatenBy is null);
            SequenceClassifier model = kept.Take();
            LogChosen(logger, task.Name, kept.Freeze);
            return (model, kept.Report, new FreezeLadderReport
            {
                Metric = recipe.BestBy,
                Rungs = [.. tried.Select(trial => Describe(trial, kept, validation)), .. leftOut],
                Chosen = kept.Freeze,
                ValidationRows = validation.Inputs.Count,
                HeldOut = heldOut,
            });
        }
        finally
        {
            tried.ForEach(trial => trial.Release());
        }
    }

    /// <summary>Where nothing of the encoder was trained yet there is nothing to estimate from.</summary>
    private TimeSpan Estimate(FreezePlan freeze, Trial last)
    {
        int trained = RungRecipe.TrainedLayers(last.Freeze, series.Layers);
        return trained == 0 ? TimeSpan.Zero : last.Elapsed * RungRecipe.TrainedLayers(freeze, series.Layers) / trained;
    }

    private Trial Try(FreezePlan freeze, EncodedRows train, EncodedRows validation)
    {
        var clock = Stopwatch.StartNew();
        TaskDefinition own = task with { Freeze = freeze };
        (SequenceClassifier model, TrainingReport report) = series.Run(own, RungRecipe.For(freeze, recipe, hasValidation: true), train, validation, keepsEnd: true);
        var outputs = ScoredOutputs.Of(task, options.Thresholds, validation.Targets, series.Outputs(own, model, validation, new PassCounter(), DecisionRule.Of(own)));
        return new Trial(freeze, model, report, outputs, clock.Elapsed);
    }

    /// <summary>Notes if a trial is beaten by another, and by that most.</summary>
    private void Compare(Trial trial, Trial other, EncodedRows validation)
    {
        PairedDifference difference = PairedDifference.Of(task, recipe.BestBy, validation.Targets, other.Outputs, trial.Outputs);
        if (difference.IsBeyondNoise && (trial.BeatenBy is null || difference.Gain > trial.By.Gain))
        {
            (trial.BeatenBy, trial.By) = (other.Freeze, difference);
        }
    }

    private FreezeRung Describe(Trial trial, Trial kept, EncodedRows rows)
    {
        PairedDifference? difference = trial == kept ? null : PairedDifference.Of(task, recipe.BestBy, rows.Targets, trial.Outputs, kept.Outputs);
        EvaluationReport validation = trial.Outputs.Report(task, rows);
        return new FreezeRung
        {
            Freeze = trial.Freeze,
            Value = MetricReading.Value(validation, recipe.BestBy),
            Validation = validation,
            BestEpoch = trial.Report.BestEpoch,
            Seconds = trial.Elapsed.TotalSeconds,
            Gain = difference?.Gain,
            Noise = difference?.Noise,
            BeatenBy = trial.BeatenBy,
            BeatenByGain = trial.By.Gain,
            BeatenByNoise = trial.By.Noise,
        };
    }

    [LoggerMessage(30, LogLevel.Warning, "{Task}: freeze: {Freeze} is not tried: it would not fit into FreezeBudget, {Budget}.")]
    private static partial void LogLeftOut(ILogger logger, string task, FreezePlan freeze, TimeSpan budget);

    [LoggerMessage(31, LogLevel.Information, "{Task}: freeze: auto keeps {Freeze}, the cheapest that no other beats by more than the noise.")]
    private static partial void LogChosen(ILogger logger, string task, FreezePlan freeze);

    /// <summary>A freezing that was tried; its model is kept while it may still be chosen.</summary>
    private sealed class Trial(FreezePlan freeze, SequenceClassifier model, TrainingReport report, ScoredOutputs outputs, TimeSpan elapsed)
    {
        private SequenceClassifier? _model = model;

        public FreezePlan Freeze => freeze;

        public TrainingReport Report => report;

        public ScoredOutputs Outputs => outputs;

        public TimeSpan Elapsed => elapsed;

        public FreezePlan? BeatenBy { get; set; }

        public PairedDifference By { get; set; }

        public SequenceClassifier Take()
        {
            SequenceClassifier taken = _model!;
            _model = null;
            return taken;
        }

        public void Release()
        {
            _model?.Dispose();
            _model = null;
        }
    }
}
