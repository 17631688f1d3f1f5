using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Reports;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace CodegenBert.Tests.Resuming;

/// <summary>A run that was stopped goes on as if it had not been.</summary>
public sealed class ResumeTests(TinyEncoder encoder, ITestOutputHelper output) : IClassFixture<TinyEncoder>
{
    public static TheoryData<string, int> Stops
    {
        get
        {
            var stops = new TheoryData<string, int>();
            foreach (string kind in ResumableRun.Kinds)
            {
                foreach (int step in (int[])[1, 7, 8, 9, 30, 47])
                {
                    stops.Add(kind, step);
                }
            }

            return stops;
        }
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void A_run_that_was_stopped_at_any_step_ends_with_the_weights_and_the_report_of_one_that_was_not(string kind, int step)
    {
        using var folder = new TemporaryFolder();
        (byte[] expected, TrainingReport whole) = ResumableRun.Train(kind, encoder.Folder, null);

        StopAt(step, kind, folder["states"]);
        (byte[] actual, TrainingReport resumed) = ResumableRun.Train(kind, encoder.Folder, folder["states"]);

        Assert.Equal(step, resumed.ResumedAtStep);
        Assert.Equal(expected, actual);
        Assert.Equal((whole.BestEpoch, whole.Steps, whole.Epochs.Count), (resumed.BestEpoch, resumed.Steps, resumed.Epochs.Count));
        Assert.Equal(whole.Epochs.Select(Figures), resumed.Epochs.Select(Figures));
        Assert.Equal(whole.History, resumed.History);
        Assert.Equal(whole.HardestRows, resumed.HardestRows);
        Assert.Equal(whole.ConfidentlyWrongRows, resumed.ConfidentlyWrongRows);
        Assert.Equal(whole.Epochs.Select(Pictures), resumed.Epochs.Select(Pictures));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["states"])); // the run has ended: nothing is left to go on from
    }

    [Theory]
    [InlineData("several labels", 7)]
    [InlineData("several labels", 23)]
    [InlineData("score", 7)]
    [InlineData("score", 23)]
    public void So_does_the_report_of_a_run_with_another_kind_of_output(string kind, int step)
    {
        using var folder = new TemporaryFolder();
        (TaskDefinition task, IReadOnlyList<LabeledTexts> train, IReadOnlyList<LabeledTexts> validation) = kind == "score"
            ? (TinyOutputs.Mood(), TinyOutputs.MoodRows(64, 1), TinyOutputs.MoodRows(24, 2))
            : (TinyOutputs.Topics(), TinyOutputs.TopicRows(64, 1), TinyOutputs.TopicRows(24, 2));
        TrainingReport Train(string? states, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
        {
            TinyOptions options = TinyTask.Options(encoder) with { Checkpoints = states is null ? null : new TrainingCheckpoints(states) { EverySteps = 2 } };
            using TrainingOutcome outcome = TrainerRuntime.Train(task, train, validation, options, progress, cancellation);
            return outcome.Report;
        }

        TrainingReport whole = Train(null);
        using (var stop = new StopAfter(step))
        {
            Assert.Throws<OperationCanceledException>(() => Train(folder["states"], stop, stop.Token));
        }

        TrainingReport resumed = Train(folder["states"]);

        Assert.Equal(step, resumed.ResumedAtStep);
        Assert.Equal(whole.History, resumed.History);
        Assert.Equal(whole.HardestRows, resumed.HardestRows);
        Assert.Equal(whole.ConfidentlyWrongRows, resumed.ConfidentlyWrongRows);
        Assert.Equal(whole.Epochs.Select(Pictures), resumed.Epochs.Select(Pictures));
    }

    [Fact]
    public void The_report_says_that_the_run_was_stopped_when_it_began_and_what_all_of_it_took()
    {
        using var folder = new TemporaryFolder();
        DateTimeOffset before = DateTimeOffset.Now;
        StopAt(9, "none", folder["states"]);
        DateTimeOffset between = DateTimeOffset.Now;

        TrainingReport resumed = ResumableRun.Train("none", encoder.Folder, folder["states"]).Report;

        Assert.InRange(resumed.Started!.Value, before, between);
        Assert.InRange(resumed.Parts.Single(part => part.Part == RunPart.Train).Seconds, resumed.Epochs[0].TrainingSeconds, resumed.Seconds);
        Assert.Contains(" It had been stopped, and went on after step 9.", resumed.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("went on after step 9; the steps before 10 were not saved with it.", (resumed with { History = [.. resumed.History.Skip(9)] }).ToMarkdown(), StringComparison.Ordinal);
    }

    /// <summary>What <c>auto</c> finds depends on the processor's mood; on the tiny encoder it finds float32.</summary>
    [Fact]
    public void A_run_goes_on_in_the_precision_that_it_began_with()
    {
        using var folder = new TemporaryFolder();
        static TinyOptions Auto(TinyOptions options) => options with { Precision = CodegenBert.Tasks.Precision.Auto };
        static TinyOptions Rounded(TinyOptions options) => options with { Precision = CodegenBert.Tasks.Precision.BFloat16 };
        byte[] expected = ResumableRun.Train("none", encoder.Folder, null, change: Rounded).Weights;
        using (var stop = new StopAfter(9))
        {
            Assert.Throws<OperationCanceledException>(() => ResumableRun.Train("none", encoder.Folder, folder["states"], null, stop, Rounded, stop.Token));
        }

        // As if the run had been begun with auto, and auto had found bfloat16 then.
        string run = Directory.EnumerateDirectories(folder["states"]).Single();
        using (var stop = new StopAfter(1))
        {
            Assert.Throws<OperationCanceledException>(() => ResumableRun.Train("none", encoder.Folder, folder["auto"], null, stop, Auto, stop.Token));
        }

        string auto = Directory.EnumerateDirectories(folder["auto"]).Single();
        Directory.EnumerateDirectories(auto).ToList().ForEach(state => Directory.Delete(state, recursive: true));
        Directory.Move(Directory.EnumerateDirectories(run, "step-*").Max()!, Path.Combine(auto, "step-00000009"));

        (byte[] actual, TrainingReport report) = ResumableRun.Train("none", encoder.Folder, folder["auto"], change: Auto);

        Assert.Equal((9, CodegenBert.Tasks.Precision.BFloat16), (report.ResumedAtStep, report.Precision!.Used));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_run_may_be_stopped_again_and_again()
    {
        using var folder = new TemporaryFolder();
        foreach (int step in (int[])[3, 11, 12, 26, 40])
        {
            StopAt(step, "phases", folder["states"]);
        }

        (byte[] actual, TrainingReport resumed) = ResumableRun.Train("phases", encoder.Folder, folder["states"]);

        Assert.Equal(40, resumed.ResumedAtStep);
        Assert.Equal(ResumableRun.Train("phases", encoder.Folder, null).Weights, actual);
    }

    [Theory]
    [InlineData("state.safetensors")]
    [InlineData("position.json")]
    [InlineData("SHA256SUMS")]
    public void A_damaged_state_is_noticed_and_an_older_one_taken(string file)
    {
        using var folder = new TemporaryFolder();
        StopAt(21, "none", folder["states"]);
        string[] states = [.. Directory.EnumerateDirectories(folder["states"], "step-*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.Equal(["step-00000020", "step-00000021"], states.Select(Path.GetFileName));
        Flip(Path.Combine(states[1], file));
        var log = new LogLines();

        (byte[] actual, TrainingReport resumed) = ResumableRun.Train("none", encoder.Folder, folder["states"], log);

        Assert.Equal(20, resumed.ResumedAtStep);
        Assert.Contains(log.Warnings, line => line.Contains("step-00000021", StringComparison.Ordinal) && line.Contains("It is not used", StringComparison.Ordinal));
        Assert.Equal(ResumableRun.Train("none", encoder.Folder, null).Weights, actual);
    }

    [Fact]
    public void Another_run_begins_anew_says_what_differs_and_leaves_the_first_ones_state()
    {
        using var folder = new TemporaryFolder();
        StopAt(9, "all", folder["states"]);
        var log = new LogLines();

        (_, TrainingReport other) = ResumableRun.Train("all", encoder.Folder, folder["states"], log, change: options => options with { Seed = 7 });
        (_, TrainingReport same) = ResumableRun.Train("all", encoder.Folder, folder["states"]);

        Assert.Null(other.ResumedAtStep);
        Assert.Contains(log.Warnings, line => line.Contains("seed is 7 (was: 42)", StringComparison.Ordinal) && line.Contains("begins anew", StringComparison.Ordinal));
        Assert.Equal(9, same.ResumedAtStep);
    }

    [Fact]
    public void A_run_that_is_told_to_begin_anew_does()
    {
        using var folder = new TemporaryFolder();
        StopAt(9, "all", folder["states"]);

        (_, TrainingReport report) = ResumableRun.Train("all", encoder.Folder, folder["states"], change: options => options with { Checkpoints = options.Checkpoints! with { Resume = false } });

        Assert.Null(report.ResumedAtStep);
    }

    [Fact]
    public void The_newest_states_are_kept_and_no_more()
    {
        using var folder = new TemporaryFolder();
        using var stop = new StopAfter(24);

        Assert.Throws<OperationCanceledException>(() => ResumableRun.Train(
            "none", encoder.Folder, folder["states"], null, stop, options => options with { Checkpoints = options.Checkpoints! with { Keep = 3 } }, stop.Token));

        Assert.Equal(
            ["step-00000020", "step-00000022", "step-00000024"],
            Directory.EnumerateDirectories(folder["states"], "step-*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Where_no_state_can_be_written_the_run_goes_on_and_says_so()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "in the way");
        var log = new LogLines();

        (byte[] weights, _) = ResumableRun.Train("all_but_top: 1", encoder.Folder, Path.Combine(folder["file"], "states"), log);

        Assert.Contains(log.Warnings, line => line.Contains("no state of the run can be kept there now", StringComparison.Ordinal));
        Assert.Equal(ResumableRun.Train("all_but_top: 1", encoder.Folder, null).Weights, weights);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_later_costs_no_more_than_the_states()
    {
        using var folder = new TemporaryFolder();
        var log = new LogLines();
        bool blocked = false;
        var block = new OnProgress(moment =>
        {
            if (!blocked && moment is { Stage: TrainingStage.Training, Epoch: 3 })
            {
                blocked = true;
                string run = Directory.EnumerateDirectories(folder["states"]).Single();
                Directory.Delete(run, recursive: true); // what an overeager clean-up would do
                File.WriteAllText(run, "in the way");
            }
        });

        (byte[] weights, _) = ResumableRun.Train("none", encoder.Folder, folder["states"], log, block);

        Assert.True(blocked);
        Assert.NotEmpty(log.Warnings);
        Assert.Equal(ResumableRun.Train("none", encoder.Folder, null).Weights, weights);
    }

    [Fact]
    public void A_second_process_on_the_same_run_keeps_its_hands_off_the_first_ones_states()
    {
        using var folder = new TemporaryFolder();
        StopAt(8, "all", folder["states"]);
        string run = Directory.EnumerateDirectories(folder["states"]).Single();
        var log = new LogLines();
        using (new FileStream(Path.Combine(run, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Null(ResumableRun.Train("all", encoder.Folder, folder["states"], log).Report.ResumedAtStep);
        }

        Assert.NotEmpty(log.Warnings);
        Assert.Equal(8, ResumableRun.Train("all", encoder.Folder, folder["states"]).Report.ResumedAtStep);
    }

    [Fact]
    public void Killed_processes_resume_to_the_same_weights_bit_for_bit()
    {
        using var lines = new StringWriter();
        KillOutcome outcome = KillCommand.Kill(kills: 12, seed: 20, lines);
        output.WriteLine($"{lines}{outcome}");

        Assert.Equal(0, outcome.DifferingBytes);
        Assert.InRange(outcome.ResumedRuns, 1, outcome.Runs);
        Assert.InRange(outcome.WithState, 1, outcome.Kills);
    }

    private static (double Loss, double? Validation, int Phase, EncoderPasses Trained) Figures(EpochReport epoch) => (epoch.TrainingLoss, epoch.Validation?.Loss, epoch.Phase, epoch.TrainedPasses);

    /// <summary>What an epoch's pictures are drawn from.</summary>
    private static object Pictures(EpochReport epoch) => epoch.Validation switch
    {
        RegressionReport score => string.Join(", ", score.Scores),
        MultiLabelReport several => string.Join(", ", several.Reliability),
        var one => string.Join(", ", ((SingleLabelReport)one!).Reliability),
    };

    private static void Flip(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private void StopAt(int step, string kind, string states)
    {
        using var stop = new StopAfter(step);
        Assert.Throws<OperationCanceledException>(() => ResumableRun.Train(kind, encoder.Folder, states, null, stop, cancellation: stop.Token));
    }

    /// <summary>Cancels after a number of steps of the whole run: eight an epoch.</summary>
    private sealed class StopAfter(int step) : IProgress<TrainingProgress>, IDisposable
    {
        private readonly CancellationTokenSource _source = new();

        public CancellationToken Token => _source.Token;

        public void Dispose() => _source.Dispose();

        public void Report(TrainingProgress value)
        {
            if (value.Stage == TrainingStage.Training && (8 * (value.Epoch - 1)) + value.Step >= step)
            {
                _source.Cancel();
            }
        }
    }

    private sealed class LogLines : ILogger
    {
        private readonly List<(LogLevel Level, string Text)> _lines = [];

        public IEnumerable<string> Warnings => _lines.Where(line => line.Level == LogLevel.Warning).Select(line => line.Text);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Add((logLevel, formatter(state, exception)));
    }
}
