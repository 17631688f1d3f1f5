using CodegenBert.Runtime;
using CodegenBert.Runtime.Files;
using CodegenBert.Samples.CommandLine;
using CodegenBert.Tests.Runtime.Files;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.CommandLine;

/// <summary><c>predict --input --output</c> as it is typed.</summary>
public sealed class PredictFileTests(ScoredFile scored) : IClassFixture<ScoredFile>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Output => _folder["labelled.tsv"];

    [Fact]
    public void It_writes_the_file_and_says_how_many_rows_it_has()
    {
        (int exitCode, string output, string error) = Run(default);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.EndsWith($"{ScoredFile.Rows} predictions written to {Output}\n", output, StringComparison.Ordinal);
        Assert.Equal(scored.Whole, File.ReadAllBytes(Output));
    }

    [Fact]
    public void Ctrl_C_keeps_what_is_done_and_the_same_command_goes_on()
    {
        const int rows = ClassifierRuntime.ChunkSize;
        using CancellationTokenSource interrupt = new();
        using (ClassifierRuntime classifier = ClassifierRuntime.Load(TinyTask.Sentiment(), scored.Model))
        using (CancellationTokenSource stop = new())
        {
            Assert.ThrowsAny<OperationCanceledException>(() => classifier.PredictFile(scored.Input, Output, null, new OnRows(stop.Cancel), stop.Token));
        }

        using InterruptedOutput output = new(interrupt);
        (int exitCode, string error) = Run(output, interrupt.Token);
        Assert.Equal((130, "stopped\n"), (exitCode, error));
        Assert.Equal($"{Output}.partial: goes on after row {rows}.\nstopped after row {rows}: the same again goes on from there.\n", output.ToString());

        (int code, string said, _) = Run(default);

        Assert.Equal(0, code);
        Assert.StartsWith($"{Output}.partial: goes on after row {rows}.\n", said, StringComparison.Ordinal);
        Assert.Equal(scored.Whole, File.ReadAllBytes(Output));
        Assert.Equal([Output], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_cannot_be_written_is_one_line_that_names_the_file()
    {
        File.WriteAllText(_folder["file"], "");

        (int exitCode, _, string error) = Run(default, _folder["file", "labelled.tsv"]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"{_folder["file", "labelled.tsv"]}: cannot be written: ", error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private (int ExitCode, string Output, string Error) Run(CancellationToken interrupt, string? path = null)
    {
        using StringWriter output = new() { NewLine = "\n" };
        (int exitCode, string error) = Run(output, interrupt, path);
        return (exitCode, output.ToString(), error);
    }

    private (int ExitCode, string Error) Run(StringWriter output, CancellationToken interrupt, string? path = null)
    {
        using StringWriter error = new() { NewLine = "\n" };
        CommandContext context = new([TinyTask.Sentiment()], output, error, null, interrupt);
        int exitCode = TaskCommands.Run(["predict", "sentiment", "--model", scored.Model, "--input", scored.Input, "--output", path ?? Output], context, _ => 0, "");
        return (exitCode, error.ToString());
    }

    /// <summary>An output at whose first line Ctrl-C is pressed.</summary>
    private sealed class InterruptedOutput : StringWriter
    {
        private readonly CancellationTokenSource _interrupt;

        public InterruptedOutput(CancellationTokenSource interrupt) => (_interrupt, NewLine) = (interrupt, "\n");

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            _interrupt.Cancel();
        }
    }

    private sealed class OnRows(Action act) : IProgress<PredictionProgress>
    {
        public void Report(PredictionProgress value) => act();
    }
}
