using System.Diagnostics;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>
/// Decides which numbers a run computes with. <see cref="Precision.Auto"/> takes bfloat16 if the processor has it and, on rows of the run's own spread over all
/// lengths, what the head reads differs little and is computed faster. The bounds: MiniLM's features differ by 0.5 % where bfloat16 trains to the same accuracy, ten times that is
/// no rounding any more; and for less than a tenth of the time nobody gives up the comparison with other machines.
/// </summary>
internal static class PrecisionCheck
{
    /// <summary>The largest relative difference that counts as agreement.</summary>
    public const double MostDifference = 0.05;

    /// <summary>The least speed-up that counts.</summary>
    public const double LeastSpeedUp = 1.1;

    private const int MostRows = 64, MostTokens = 2048, Repetitions = 3;

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
        EncodedInput[][] batches = [.. Sample(rows).Chunk(batchSize)];
        double exactSeconds = double.PositiveInfinity, roundedSeconds = double.PositiveInfinity, difference = 0;
        for (int i = 0; i <= Repetitions; i++) // the first warms up; in turns, so that what else the machine does meets both
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor exact, double exactly) = Features(model, Precision.Float32, batches, device);
            (Tensor rounded, double roundly) = Features(model, Precision.BFloat16, batches, device);
            difference = ((rounded - exact).norm() / exact.norm()).item<float>();
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
    private static EncodedInput[] Sample(IReadOnlyList<EncodedInput> rows)
    {
        IReadOnlyList<int> lengths = WindowStore.LengthsOf(rows);
        int[] byLength = [.. Enumerable.Range(0, rows.Count).OrderBy(row => lengths[row])];
        int affordable = (int)(MostTokens / lengths.Average());
        int count = Math.Clamp(affordable, 1, Math.Min(MostRows, byLength.Length));
        return [.. Enumerable.Range(0, count).Select(i => rows[byLength[(int)(((2L * i) + 1) * byLength.Length / (2L * count))]])];
    }

    /// <summary>What the head reads, without dropout. (rows, vectors * d)</summary>
    private static (Tensor Features, double Seconds) Features(SequenceClassifier model, Precision precision, EncodedInput[][] batches, Device device)
    {
        using IDisposable evaluation = no_grad();
        model.Precision = precision;
        long start = Stopwatch.GetTimestamp();
        Tensor features = cat([.. batches.Select(rows =>
        {
            using var batch = new TokenBatch(rows, model.Configuration.PadTokenId, device);
            return model.Features(batch, Dropout.None);
        })]).cpu();
        return (features, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
