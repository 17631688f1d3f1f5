using System.Diagnostics;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>
/// Decides which numbers a run computes with. <see cref="Precision.Auto"/> takes bfloat16 if the processor has it and, on rows of the run's own spread over all
/// lengths, what the head reads differs little and is computed faster, with the derivatives of the layers that are trained: scoring alone goes by other kernels. The bounds: MiniLM's features differ by 0.5 % where bfloat16 trains to the same accuracy, ten times that is
/// no rounding any more; and for less than a tenth of the time nobody gives up the comparison with other machines.
/// </summary>
internal static class PrecisionCheck
{
    /// <summary>The largest relative difference that counts as agreement.</summary>
    public const double MostDifference = 0.05;

    /// <summary>The least speed-up that counts.</summary>
    public const double LeastSpeedUp = 1.1;

    private const int MostRows = 64, MostTokens = 2048, Repetitions = 3;

    /// <summary>How many of the tokens are timed, forward and back: the whole check takes as long as some ten steps.</summary>
    private const int TimedTokens = 512;

    /// <summary>Decides, and sets the model's precision.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <param name="model">The model, on its device, its weights as they start.</param>
    /// <param name="rows">The rows to be trained on.</param>
    /// <param name="batchSize">Rows in a step.</param>
    /// <param name="device">Where the model lives.</param>
    /// <exception cref="TrainingException">There is no such precision.</exception>
    public static PrecisionChoice Choose(Precision asked, SequenceClassifier model, IReadOnlyList<EncodedInput> rows, int batchSize, Device device)
    {
        if (!Enum.IsDefined(asked))
        {
            throw new TrainingException($"The option {nameof(Precision)} is {asked}; allowed is {nameof(Precision.Float32)}, {nameof(Precision.BFloat16)} or {nameof(Precision.Auto)}.");
        }

        PrecisionChoice choice = asked != Precision.Auto ? new() { Asked = asked, Used = asked, Reason = "as asked for" }
            : BFloat16Support.Of(device) ? Compare(model, rows, batchSize, device)
            : new() { Asked = asked, Used = Precision.Float32, Reason = "the processor has no instructions for bfloat16" };
        model.Precision = choice.Used;
        return choice;
    }

    private static PrecisionChoice Compare(SequenceClassifier model, IReadOnlyList<EncodedInput> rows, int batchSize, Device device)
    {
        double difference = Difference(model, [.. Sample(rows, MostTokens).Chunk(batchSize)], device);
        EncodedInput[] timed = Sample(rows, TimedTokens);
        double exactSeconds = double.PositiveInfinity, roundedSeconds = double.PositiveInfinity;
        for (int i = 0; i <= Repetitions; i++) // the first warms up; in turns, so that what else the machine does meets both
        {
            (double exactly, double roundly) = (Seconds(model, Precision.Float32, timed, device), Seconds(model, Precision.BFloat16, timed, device));
            (exactSeconds, roundedSeconds) = i == 0 ? (exactSeconds, roundedSeconds) : (Math.Min(exactSeconds, exactly), Math.Min(roundedSeconds, roundly));
        }

        double speedUp = exactSeconds / roundedSeconds;
        bool agrees = difference <= MostDifference; // false for no number, too
        return new()
        {
            Asked = Precision.Auto,
            Used = agrees && speedUp >= LeastSpeedUp ? Precision.BFloat16 : Precision.Float32,
            Reason = !agrees ? "bfloat16 does not agree with float32 on the run's rows" : speedUp < LeastSpeedUp ? "bfloat16 is not faster on the run's rows" : "bfloat16 agrees with float32 on the run's rows and is faster",
            RelativeDifference = difference,
            SpeedUp = speedUp,
        };
    }

    /// <summary>Rows at even distances in the order of their lengths: fewer where they are long.</summary>
    private static EncodedInput[] Sample(IReadOnlyList<EncodedInput> rows, int mostTokens)
    {
        IReadOnlyList<int> lengths = WindowStore.LengthsOf(rows);
        int[] byLength = [.. Enumerable.Range(0, rows.Count).OrderBy(row => lengths[row])];
        int affordable = (int)(mostTokens / lengths.Average());
        int count = Math.Clamp(affordable, 1, Math.Min(MostRows, byLength.Length));
        return [.. Enumerable.Range(0, count).Select(i => rows[byLength[(int)(((2L * i) + 1) * byLength.Length / (2L * count))]])];
    }

    /// <summary>How far what the head reads is from that in float32.</summary>
    private static double Difference(SequenceClassifier model, EncodedInput[][] batches, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        Tensor exact = Features(Precision.Float32), rounded = Features(Precision.BFloat16);
        return ((rounded - exact).norm() / exact.norm()).item<float>();

        Tensor Features(Precision precision) // (rows, vectors * d)
        {
            model.Precision = precision;
            return cat([.. batches.Select(rows => PrecisionCheck.Features(model, rows, device))]).cpu();
        }
    }

    /// <summary>Seconds of a batch, shared out as a step of training shares it, with the derivatives by the layers that are trained.</summary>
    private static double Seconds(SequenceClassifier model, Precision precision, EncodedInput[] rows, Device device)
    {
        model.Precision = precision;
        Tensor[] trained = [.. model.TrainedParameters.Where(parameter => parameter.IsLayerOperand && parameter.Depth <= model.Plan.Top).Select(parameter => parameter.Prepare())];
        EncodedInput[][] parts = [.. rows.Chunk(Math.Max(1, (rows.Length + 1) / ComputeWorkers.CountOn(device)))];
        long start = Stopwatch.GetTimestamp();
        ComputeWorkers.Run(parts.Length, part =>
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable mode = trained.Length > 0 ? enable_grad() : no_grad();
            Tensor sum = Features(model, parts[part], device).sum();
            Tensor[] results = trained.Length > 0 ? BackwardPass.Gradients(sum, trained) : [sum];
            _ = results[0].sum().to(ScalarType.Float32).item<float>(); // waits for a device that computes on its own
        });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>What the head reads, without dropout. (rows, vectors * d)</summary>
    private static Tensor Features(SequenceClassifier model, EncodedInput[] rows, Device device)
    {
        using var batch = new TokenBatch(rows, model.Configuration.PadTokenId, device);
        return model.Features(batch, Dropout.None);
    }
}
