using CodegenBert.Runtime.Files;
using CodegenBert.Samples.CommandLine.Progress;

namespace CodegenBert.Tests.CommandLine;

public sealed class PredictionDisplayTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly Clock _clock = new();

    [Fact]
    public void A_pipe_gets_a_line_for_a_hundredth_and_not_more_than_one_a_second()
    {
        using PredictionDisplay display = new(_output, null, _clock);
        Report(display, 0.5, 1_000, 100_000);
        Report(display, 0.5, 2_000, 100_000);
        Report(display, 0.5, 4_000, 100_000);
        Report(display, 0.5, 4_100, 100_000);
        Report(display, 1, 4_200, 100_000);

        Assert.Equal("row 2000/100000  2.0 %  250 rows/s  6:32 left\nrow 4100/100000  4.1 %  250 rows/s  6:23 left\n", _output.ToString());
    }

    [Fact]
    public void Rows_that_no_one_has_counted_are_shown_once_a_minute()
    {
        using PredictionDisplay display = new(_output, null, _clock);
        Report(display, 59, 1_000, null);
        Report(display, 30, 2_000, null);

        Assert.Equal("row 2000  250 rows/s\n", _output.ToString());
    }

    [Fact]
    public void A_terminals_line_is_drawn_over_and_ended_before_a_text_that_stays()
    {
        using PredictionDisplay display = new(_output, 30, _clock);
        Report(display, 1, 1_000, 9_000);
        Report(display, 0.9, 1_500, 9_000);
        Report(display, 0.1, 2_000, 9_000);
        display.Say("stopped");

        Assert.Equal("\rrow 1000/9000  11.1 %  250 ro\rrow 2000/9000  22.2 %  250 ro\nstopped\n", _output.ToString());
    }

    public void Dispose() => _output.Dispose();

    private void Report(PredictionDisplay display, double secondsLater, int rows, int? total)
    {
        _clock.Now += TimeSpan.FromSeconds(secondsLater);
        display.Report(new(rows, total, 250));
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
