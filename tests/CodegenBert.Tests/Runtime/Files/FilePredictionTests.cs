using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Runtime.Files;
using CodegenBert.Tests.Tiny;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Tests.Runtime.Files;

/// <summary>A file of inputs becomes a file of predictions, in one run or several.</summary>
public sealed class FilePredictionTests(ScoredFile scored) : IClassFixture<ScoredFile>, IDisposable
{
    private const int Chunk = ClassifierRuntime.ChunkSize;

    private readonly TemporaryFolder _folder = new();
    private readonly Words _words = new();

    private string Output => _folder["labelled.tsv"];

    private string Partial => Output + ".partial";

    private string State => Partial + ".json";

    [Fact]
    public void The_file_has_what_the_model_says_of_all_rows_in_their_order()
    {
        InputTexts[] inputs = [.. ScoredFile.Texts(ScoredFile.Rows)];
        RawPrediction[] predictions = [.. scored.Classifier.Predict(inputs)];
        string[] expected = [.. inputs.Zip(predictions, (input, prediction) => string.Create(
            CultureInfo.InvariantCulture, $"{input.First}\t{(prediction.Label == 0 ? "negative" : "positive")}\t{prediction.Values[prediction.Label]:F6}"))];

        Assert.Equal(ScoredFile.Rows, Run());
        Assert.Equal(["text\tlabel\tprobability", .. expected], File.ReadAllLines(Output));
        Assert.True(predictions.Select(prediction => prediction.Values[0]).Distinct().Count() > ScoredFile.Rows / 2, "the inputs cannot be told apart");
        Assert.Equal([Output], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("inputs.tsv.gz")]
    [InlineData("inputs.csv")]
    [InlineData("inputs.jsonl")]
    public void Every_format_gives_the_same_file(string name)
    {
        string input = _folder[name];
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using GZipStream packed = new(File.Create(input), CompressionLevel.Fastest);
            packed.Write(File.ReadAllBytes(scored.Input));
        }
        else
        {
            File.WriteAllLines(input, name.EndsWith(".csv", StringComparison.Ordinal)
                ? File.ReadAllLines(scored.Input)
                : ScoredFile.Texts(ScoredFile.Rows).Select(text => JsonSerializer.Serialize(new { text = text.First })));
        }

        Run(input);

        Assert.Equal(scored.Whole, File.ReadAllBytes(Output));
    }

    [Fact]
    public void Streamed_predictions_are_bit_for_bit_those_of_their_chunks_alone()
    {
        InputTexts[] inputs = [.. ScoredFile.Texts(ScoredFile.Rows)];

        float[][] alone = [.. inputs.Chunk(Chunk).SelectMany(chunk => scored.Classifier.Predict(chunk)).Select(prediction => prediction.Values.ToArray())];

        Assert.Equal(alone, scored.Classifier.Predict(inputs).Select(prediction => prediction.Values.ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_run_that_was_stopped_goes_on_and_ends_with_the_bytes_of_one_that_was_not(int chunks)
    {
        StopAfter(chunks);
        Assert.Equal($"stopped after row {chunks * Chunk}: the same again goes on from there.", Assert.Single(_words.Said));

        Assert.Equal(ScoredFile.Rows, Run());
        Assert.Equal($"{Partial}: goes on after row {chunks * Chunk}.", _words.Said[^1]);
        AssertWhole();
    }

    [Fact]
    public void So_does_one_that_was_stopped_after_every_chunk()
    {
        StopAfter(1);
        StopAfter(1);
        StopAfter(1);

        Run();

        AssertWhole();
    }

    [Fact]
    public void What_was_done_is_not_done_again()
    {
        StopAfter(2);
        List<PredictionProgress> moments = [];

        Run(progress: new Moments(moments.Add));

        Assert.Equal([3 * Chunk, ScoredFile.Rows], moments.Select(moment => moment.Rows));
        Assert.All(moments, moment => Assert.Equal(ScoredFile.Rows, moment.TotalRows));
        Assert.Equal(1, moments[^1].Share);
    }

    [Fact]
    public void A_run_that_was_stopped_in_its_first_chunk_leaves_nothing()
    {
        Assert.Throws<OperationCanceledException>(() => Run(cancellationToken: new(canceled: true)));

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("a row that was cut in the mi")]
    [InlineData("\n")]
    public void What_a_kill_left_behind_the_last_state_is_cut_off(string torn)
    {
        StopAfter(2);
        File.AppendAllText(Partial, torn);
        File.WriteAllText(State + ".new", "{ \"rows\":"); // and what it left of the next state

        Run();

        AssertWhole();
    }

    [Fact]
    public void A_kill_before_the_first_state_costs_the_rows_alone()
    {
        StopAfter(1);
        ChangeState(state => state with { Rows = 0, Bytes = 0 });

        Run();

        AssertWhole();
    }

    [Fact]
    public void A_kill_before_the_last_rename_costs_nothing()
    {
        StopAfter(1);
        File.WriteAllBytes(Partial, [.. scored.Whole]);
        ChangeState(state => state with { Rows = ScoredFile.Rows, Bytes = scored.Whole.Count, IsWhole = true });

        Assert.Equal(ScoredFile.Rows, Run(progress: new Moments(_ => Assert.Fail("rows were classified again"))));
        AssertWhole();
    }

    [Fact]
    public void Nor_does_one_behind_it()
    {
        StopAfter(1);
        File.Delete(Partial);
        File.WriteAllBytes(Output, [.. scored.Whole]);
        ChangeState(state => state with { Rows = ScoredFile.Rows, Bytes = scored.Whole.Count, IsWhole = true });

        Assert.Equal(ScoredFile.Rows, Run(progress: new Moments(_ => Assert.Fail("rows were classified again"))));
        AssertWhole();
    }

    [Fact]
    public void A_partial_file_that_is_shorter_than_its_state_says_is_set_aside()
    {
        StopAfter(2);
        using (FileStream partial = File.OpenWrite(Partial))
        {
            partial.SetLength(partial.Length - 1);
        }

        Run();

        Assert.Contains("cannot be gone on with, this begins anew: it is shorter than its state says", _words.Said[^1], StringComparison.Ordinal);
        Assert.Equal(scored.Whole, File.ReadAllBytes(Output));
    }

    [Fact]
    public void With_other_inputs_it_begins_anew_says_why_and_keeps_the_earlier_rows()
    {
        StopAfter(2);
        byte[] earlier = File.ReadAllBytes(Partial);
        string input = _folder["inputs.tsv"];
        ScoredFile.WriteInput(input, ScoredFile.Rows, first: "a warm day\n");

        Run(input);

        AssertBegunAnew("rows is", earlier);
        Assert.Equal(ScoredFile.Rows + 2, File.ReadAllLines(Output).Length);
    }

    [Fact]
    public void So_it_does_with_another_model()
    {
        StopAfter(2);
        byte[] earlier = File.ReadAllBytes(Partial);

        scored.Other.PredictFile(scored.Input, Output, new() { Logger = _words });

        AssertBegunAnew("weights is", earlier);
        Assert.NotEqual(scored.Whole, File.ReadAllBytes(Output));
    }

    [Fact]
    public void So_it_does_with_another_bound()
    {
        StopAfter(2);
        byte[] earlier = File.ReadAllBytes(Partial);

        scored.Classifier.PredictFile(scored.Input, Output, new() { Logger = _words, AbstainBelow = 0.75f });

        AssertBegunAnew("abstain_below is 0.75 (was: none)", earlier);
    }

    [Fact]
    public void A_copy_of_the_inputs_goes_on()
    {
        StopAfter(2);
        string copy = _folder["copy.tsv"];
        File.WriteAllBytes(copy, File.ReadAllBytes(scored.Input));

        Run(copy);

        Assert.Equal($"{Partial}: goes on after row {2 * Chunk}.", _words.Said[^1]);
        Assert.Equal(scored.Whole, File.ReadAllBytes(Output));
    }

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("{ \"rows\": 1024, ", "is broken")]
    [InlineData("{ \"rows\": 1000, \"bytes\": 4, \"is_whole\": false, \"identity\": {} }", "is broken")]
    public void A_file_that_is_in_the_way_is_not_touched(string? state, string fault)
    {
        File.WriteAllText(Partial, "mine");
        if (state is not null)
        {
            File.WriteAllText(State, state);
        }

        string message = Assert.Throws<PredictionFileException>(() => Run()).Message;

        Assert.Equal($"{Partial}: is in the way: {State}, which would say what it holds, {fault}. Move it elsewhere or delete it, or name another output.", message);
        Assert.Equal("mine", File.ReadAllText(Partial));
    }

    [Fact]
    public void Two_cannot_write_one_file()
    {
        StopAfter(1);
        byte[] before = File.ReadAllBytes(Partial);
        using (FileStream other = new(Partial, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.StartsWith($"{Output}: cannot be written: ", Assert.Throws<PredictionFileException>(() => Run()).Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, File.ReadAllBytes(Partial));
    }

    [Fact]
    public void An_older_file_stays_until_the_new_one_is_whole()
    {
        File.WriteAllText(Output, "older");
        StopAfter(2);
        Assert.Equal("older", File.ReadAllText(Output));

        Run();

        AssertWhole();
    }

    [Fact]
    public void A_file_where_a_folder_is_needed_and_a_folder_where_a_file_is_are_refused()
    {
        File.WriteAllText(_folder["file"], "");

        Assert.StartsWith($"{_folder["file", "labelled.tsv"]}: cannot be written: ", Assert.Throws<PredictionFileException>(() => Run(output: _folder["file", "labelled.tsv"])).Message, StringComparison.Ordinal);
        Assert.Equal($"{_folder.Path}: is a folder; a file is to be written there", Assert.Throws<PredictionFileException>(() => Run(output: _folder.Path)).Message);
    }

    [Fact]
    public void Bad_rows_are_named_before_the_first_is_classified_and_leave_nothing()
    {
        string input = _folder["inputs.tsv"];
        ScoredFile.WriteInput(input, ScoredFile.Rows);
        File.AppendAllText(input, "  \n");

        Assert.Throws<DataFileException>(() => Run(input, progress: new Moments(_ => Assert.Fail("rows were classified"))));
        Assert.Equal([input], Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private int Run(string? input = null, string? output = null, IProgress<PredictionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        scored.Classifier.PredictFile(input ?? scored.Input, output ?? Output, new() { Logger = _words, SaveEvery = TimeSpan.Zero }, progress, cancellationToken);

    /// <summary>Stops after so many chunks of this run.</summary>
    private void StopAfter(int chunks)
    {
        using CancellationTokenSource stop = new();
        Moments progress = new(_ =>
        {
            if (--chunks == 0)
            {
                stop.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Run(progress: progress, cancellationToken: stop.Token));
        Assert.True(File.Exists(Partial) && File.Exists(State));
    }

    private void ChangeState(Func<PartialState, PartialState> change) => change(PartialState.Read(State)!).Write(State);

    private void AssertWhole()
    {
        Assert.Equal(scored.Whole, File.ReadAllBytes(Output));
        Assert.Equal([Output], Directory.GetFileSystemEntries(_folder.Path));
    }

    private void AssertBegunAnew(string difference, byte[] earlier)
    {
        string said = _words.Said[^1];
        string aside = Directory.GetFiles(_folder.Path, "*.partial-*").Single(path => !path.EndsWith(".json", StringComparison.Ordinal));
        Assert.StartsWith($"{Partial} cannot be gone on with, this begins anew: ", said, StringComparison.Ordinal);
        Assert.Contains(difference, said, StringComparison.Ordinal);
        Assert.EndsWith($"Its {2 * Chunk} rows are kept as {aside}.", said, StringComparison.Ordinal);
        Assert.Equal(earlier, File.ReadAllBytes(aside));
        Assert.False(File.Exists(Partial) || File.Exists(State));
    }

    /// <summary>Progress on the thread that classifies.</summary>
    private sealed class Moments(Action<PredictionProgress> report) : IProgress<PredictionProgress>
    {
        public void Report(PredictionProgress value) => report(value);
    }

    /// <summary>What was said.</summary>
    private sealed class Words : ILogger
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Add(formatter(state, exception));
    }
}
