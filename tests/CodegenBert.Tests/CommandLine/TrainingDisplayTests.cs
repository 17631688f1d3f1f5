using CodegenBert.Evaluation;
using CodegenBert.Samples.CommandLine.Progress;
using CodegenBert.Training;
using Spectre.Console;

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
    public void The_end_of_an_epoch_gives_a_line_with_its_validation_figures_and_none_without()
    {
        using ProgressLines lines = new(_output, _clock);
        lines.Report(Ended(1, validated: false));
        lines.Report(Ended(2, validated: true));
        lines.Say("warning: something");

        Assert.Equal("epoch 2 validation: loss 0.5000, accuracy 0.7500, macro_f1 0.7333\nwarning: something\n", _output.ToString());
    }

    [Fact]
    public void A_line_of_text_takes_the_bars_place_and_the_bar_goes_on_below()
    {
        using ProgressBar bar = new(_output, 40, _clock);
        bar.Report(Training(1, 1, 4));
        bar.Say("a word");
        _clock.Pass(TimeSpan.FromSeconds(1));
        bar.Report(Training(1, 2, 4));

        Assert.Equal(
            ["", "epoch 1/2 [#####...............] step 1", new string(' ', 39), "a word\n", "epoch 1/2 [##########..........] step 2"],
            _output.ToString().Split('\r'));
    }

    [Fact]
    public void A_terminal_has_a_view_with_the_stage_the_loss_as_a_line_and_the_epochs()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(_output) });
        console.Profile.Width = 100;
        int answer = LiveView.Run(console, _clock, display =>
        {
            for (int step = 1; step <= 8; step++)
            {
                display.Report(Training(1, step, 8) with { Loss = 1 - (step / 10.0) });
                _clock.Pass(TimeSpan.FromSeconds(1));
            }

            display.Say("[the data] have 3 rows");
            display.Report(Ended(1, validated: true));
            return 42;
        });
        string last = _output.ToString()[_output.ToString().LastIndexOf("epoch 1/2", StringComparison.Ordinal)..];

        Assert.Equal(42, answer);
        Assert.Contains("[the data] have 3 rows", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("step 8/8  loss 0.2000", last, StringComparison.Ordinal);
        Assert.Contains("loss   0.9000 █▇▆▅▄▃▂▁ 0.2000", last, StringComparison.Ordinal);
        Assert.Matches(@"epoch +training loss +validation loss +accuracy +macro f1 +seconds", last);
        Assert.Matches(@"1 +0\.6000 +0\.5000 +0\.7500 +0\.7333 +1\.5", last);
    }

    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, 8, "▁▅█")]
    [InlineData(new[] { 5.0, 5 }, 8, "▁▁")]
    [InlineData(new[] { 1.0, double.NaN, 1, 3, 3 }, 2, "▁█")]
    [InlineData(new double[] { }, 8, "")]
    public void A_sparkline_spans_its_numbers(double[] values, int width, string line) => Assert.Equal(line, Sparkline.Of(values, width));

    [Fact]
    public void A_bar_never_reaches_the_last_column()
    {
        using ProgressBar bar = new(_output, 40, _clock);
        bar.Report(Training(1, 1, 4));

        Assert.Equal("\repoch 1/2 [#####...............] step 1", _output.ToString());
    }

    public void Dispose() => _output.Dispose();

    private static TrainingProgress Ended(int epoch, bool validated)
    {
        SingleLabelAccumulator rows = new(new([new("a", "a"), new("b", "b")]));
        foreach ((int actual, int predicted) in (IEnumerable<(int, int)>)[(0, 0), (0, 0), (1, 1), (1, 0)])
        {
            rows.Add(actual, predicted, 0.5);
        }

        EpochReport report = new()
        {
            Epoch = epoch,
            TrainingLoss = 0.6,
            Validation = validated ? rows.ToReport(0) : null,
            Seconds = 1.5,
            TrainingSeconds = 1,
            FrozenPasses = default,
            TrainedPasses = default,
        };
        return Training(epoch, 4, 4) with { Ended = report };
    }

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
