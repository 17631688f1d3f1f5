using CodegenBert.Samples.CommandLine.Progress;
using CodegenBert.Training;

namespace CodegenBert.Tests.CommandLine;

public sealed class TrainingDisplayTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly Clock _clock = new();

    [Fact]
    public void A_long_epoch_gives_a_line_every_tenth_and_at_both_ends()
    {
        using ProgressLines lines = new(_output, _clock);
        for (int step = 1; step <= 1_000; step++)
        {
            lines.Report(Training(1, step, 1_000));
            _clock.Pass(TimeSpan.FromSeconds(0.5));
        }

        Assert.Equal(
            [1, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000],
            _output.ToString().TrimEnd().Split('\n').Select(line => int.Parse(line.Split("step ")[1].Split('/')[0], null)));
    }

    [Fact]
    public void Short_epochs_give_one_line_each()
    {
        using ProgressLines lines = new(_output, _clock);
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            for (int step = 1; step <= 15; step++)
            {
                lines.Report(Training(epoch, step, 15));
                _clock.Pass(TimeSpan.FromMilliseconds(2));
            }

            lines.Report(new() { Stage = TrainingStage.Validating, Epoch = epoch, Epochs = 2, Step = 1, Steps = 1 });
        }

        Assert.Equal(
            """
            epoch 1/2  step 1/15  loss 0.5000  rate 2.00e-5  320 texts/s  1:05 left
            epoch 1/2  step 15/15  loss 0.5000  rate 2.00e-5  320 texts/s  1:05 left
            epoch 2/2  step 15/15  loss 0.5000  rate 2.00e-5  320 texts/s  1:05 left

            """,
            _output.ToString());
    }

    [Fact]
    public void A_bar_is_drawn_over_at_most_ten_times_a_second()
    {
        using (ProgressBar bar = new(_output, 120, _clock))
        {
            bar.Report(new() { Stage = TrainingStage.Encoding, Epoch = 0, Epochs = 2, Step = 5, Steps = 10, TextsPerSecond = 900 });
            bar.Report(new() { Stage = TrainingStage.Encoding, Epoch = 0, Epochs = 2, Step = 6, Steps = 10, TextsPerSecond = 900 });
            _clock.Pass(TimeSpan.FromSeconds(1));
            bar.Report(Training(1, 1, 4) with { Remaining = TimeSpan.FromSeconds(3_725) });
            bar.Report(Training(1, 4, 4) with { Remaining = null });
        }

        Assert.Equal(
            [
                "",
                "encoding [##########..........] step 5/10  900 texts/s",
                "epoch 1/2 [#####...............] step 1/4  loss 0.5000  rate 2.00e-5  320 texts/s  1:02:05 left",
                "epoch 1/2 [####################] step 4/4  loss 0.5000  rate 2.00e-5  320 texts/s              \n",
            ],
            _output.ToString().Split('\r'));
    }

    [Fact]
    public void A_bar_never_reaches_the_last_column()
    {
        using ProgressBar bar = new(_output, 40, _clock);
        bar.Report(Training(1, 1, 4));

        Assert.Equal("\repoch 1/2 [#####...............] step 1", _output.ToString());
    }

    public void Dispose() => _output.Dispose();

    private static TrainingProgress Training(int epoch, int step, int steps) => new()
    {
        Stage = TrainingStage.Training,
        Epoch = epoch,
        Epochs = 2,
        Step = step,
        Steps = steps,
        Loss = 0.5,
        LearningRate = 2e-5,
        TextsPerSecond = 320,
        Remaining = TimeSpan.FromSeconds(65),
    };

    /// <summary>A clock that stands still unless it is told otherwise, so that no test waits or depends on the machine's speed.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
