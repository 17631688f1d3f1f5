using System.Diagnostics;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;

namespace CodegenBert.Training;

/// <summary>What the validation rows say, after a run, of how sure its model may be: the temperature for one label, the thresholds for several.</summary>
/// <param name="Rule">How the classifier decides.</param>
/// <param name="Calibration">Of one label, where it was asked for.</param>
/// <param name="Thresholds">Of several labels, where they were to be tuned.</param>
/// <param name="TrainedPasses">What passed through the encoder's trained part for it.</param>
/// <param name="Seconds">The time that it took.</param>
internal sealed record ConfidenceFit(DecisionRule Rule, CalibrationReport? Calibration, ThresholdReport? Thresholds, EncoderPasses TrainedPasses, double Seconds)
{
    /// <summary>Asks the validation rows, once, if the options want it; the model has the weights that the run kept.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputsOf">The validation rows as its trained part reads them.</param>
    /// <param name="rows">The validation rows; null without any.</param>
    /// <param name="task">The task.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static ConfidenceFit Of(
        SequenceClassifier model, Func<EncodedRows, IModelInputs> inputsOf, EncodedRows? rows, TaskDefinition task, TrainingOptions options, CancellationToken cancellationToken)
    {
        bool calibrates = task.Output.Kind == OutputKind.SingleLabel && options.Calibration == Tasks.Calibration.Temperature;
        bool tunes = task.Output.Kind == OutputKind.MultiLabel && options.Thresholds == ThresholdRule.Tuned;
        var rule = DecisionRule.Of(task);
        var clock = Stopwatch.StartNew();
        if (rows is null || (!calibrates && !tunes))
        {
            return new(
                rule,
                calibrates ? new() { Temperature = 1, Outcome = CalibrationOutcome.NoValidationRows, Rows = 0 } : null,
                tunes ? new() { Rows = 0 } : null,
                default,
                0);
        }

        float[][] logits = Scoring.Logits(inputsOf(rows), task, cancellationToken);
        EncoderPasses passes = model.TrainsEncoder ? new(rows.Lengths.Count, rows.Lengths.Sum(length => (long)length)) : default;
        if (calibrates)
        {
            CalibrationReport calibration = Calibrate(logits, [.. rows.Targets.Select(target => target.LabelIndex)], task.Labels.Count);
            return new(rule with { Temperature = calibration.Temperature }, calibration, null, passes, clock.Elapsed.TotalSeconds);
        }

        ThresholdReport thresholds = Tune(logits, rows.Targets, task.Labels);
        return new(thresholds.Rule(rule), null, thresholds, passes, clock.Elapsed.TotalSeconds);
    }

    /// <summary>Fits the temperature.</summary>
    /// <param name="logits">The rows' logits.</param>
    /// <param name="labels">The rows' labels.</param>
    /// <param name="classes">The number of labels.</param>
    public static CalibrationReport Calibrate(IReadOnlyList<float[]> logits, IReadOnlyList<int> labels, int classes)
    {
        (double temperature, CalibrationOutcome outcome) = TemperatureFit.Of(logits, labels);
        return new()
        {
            Temperature = temperature,
            Outcome = outcome,
            Rows = logits.Count,
            LossBefore = TemperatureFit.Loss(logits, labels, 1),
            LossAfter = TemperatureFit.Loss(logits, labels, temperature),
            CalibrationErrorBefore = CalibrationError(1),
            CalibrationErrorAfter = CalibrationError(temperature),
        };

        double? CalibrationError(double at)
        {
            var figures = new ProbabilityFigures(classes);
            foreach ((int row, float[] values) in logits.Index())
            {
                double[] probabilities = TemperatureFit.Probabilities(values, at);
                figures.Add<double>(labels[row], Array.IndexOf(values, values.Max()), probabilities);
            }

            return figures.CalibrationError;
        }
    }

    /// <summary>Tunes the thresholds.</summary>
    /// <param name="logits">The rows' logits.</param>
    /// <param name="targets">The rows' labels.</param>
    /// <param name="labels">The task's labels.</param>
    public static ThresholdReport Tune(IReadOnlyList<float[]> logits, IReadOnlyList<RowTarget> targets, LabelSet labels)
    {
        float[] tuned = [.. labels.Select((_, label) => ThresholdFit.Of(
            [.. logits.Select(row => Sigmoid.Of(row[label]))],
            [.. targets.Select(target => target.LabelIndices.Contains(label))]))];
        MultiLabelReport before = Score(LabelThresholds.Default(labels.Count)), after = Score(tuned);
        return new()
        {
            Rows = logits.Count,
            MacroF1Before = before.Macro.F1,
            MacroF1After = after.Macro.F1,
            MicroF1Before = before.Micro.F1,
            MicroF1After = after.Micro.F1,
            Labels = [.. labels.Select((label, i) => new LabelThreshold(label.Text, tuned[i], after.Classes[i].Support, before.Classes[i].F1, after.Classes[i].F1))],
        };

        MultiLabelReport Score(IReadOnlyList<float> thresholds)
        {
            var accumulator = new MultiLabelAccumulator(labels, thresholds);
            foreach ((int row, float[] values) in logits.Index())
            {
                accumulator.Add(targets[row], values);
            }

            return (MultiLabelReport)accumulator.ToReport(truncatedRows: 0);
        }
    }
}
