using System.Text.Json;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Runtime.Files;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Runtime.Files;

/// <summary>A file of predictions that was not finished is gone on with, or set aside.</summary>
public sealed class FileResumptionTests(ScoredFile scored) : FilePredictionRuns(scored)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_run_that_was_stopped_goes_on_and_ends_with_the_bytes_of_one_that_was_not(int chunks)
    {
        StopAfter(chunks);
        Assert.Equal($"stopped after row {chunks * Chunk}: the same again goes on from there.", Assert.Single(Log.Said));

        Assert.Equal(ScoredFile.Rows, Run());
        Assert.Equal($"{Partial}: goes on after row {chunks * Chunk}.", Log.Said[^1]);
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

        Assert.Empty(Directory.GetFileSystemEntries(Folder.Path));
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
        File.WriteAllBytes(Partial, [.. Scored.Whole]);
        ChangeState(state => state with { Rows = ScoredFile.Rows, Bytes = Scored.Whole.Count, IsWhole = true });

        Assert.Equal(ScoredFile.Rows, Run(progress: new Moments(_ => Assert.Fail("rows were classified again"))));
        AssertWhole();
    }

    [Fact]
    public void Nor_does_one_behind_it()
    {
        StopAfter(1);
        File.Delete(Partial);
        File.WriteAllBytes(Output, [.. Scored.Whole]);
        ChangeState(state => state with { Rows = ScoredFile.Rows, Bytes = Scored.Whole.Count, IsWhole = true });

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

        Assert.Contains("cannot be gone on with, this begins anew: it is shorter than its state says", Log.Said[^1], StringComparison.Ordinal);
        Assert.Equal(Scored.Whole, File.ReadAllBytes(Output));
    }

    [Fact]
    public void With_other_inputs_it_begins_anew_says_why_and_keeps_the_earlier_rows()
    {
        StopAfter(2);
        byte[] earlier = File.ReadAllBytes(Partial);
        string input = Folder["inputs.tsv"];
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

        Scored.Other.PredictFile(Scored.Input, Output, new() { Logger = Log });

        AssertBegunAnew("weights is", earlier);
        Assert.NotEqual(Scored.Whole, File.ReadAllBytes(Output));
    }

    [Fact]
    public void So_it_does_with_another_bound()
    {
        StopAfter(2);
        byte[] earlier = File.ReadAllBytes(Partial);

        Scored.Classifier.PredictFile(Scored.Input, Output, new() { Logger = Log, AbstainBelow = 0.75f });

        AssertBegunAnew("abstain_below is 0.75 (was: none)", earlier);
    }

    [Fact]
    public void A_copy_of_the_inputs_goes_on()
    {
        StopAfter(2);
        string copy = Folder["copy.tsv"];
        File.WriteAllBytes(copy, File.ReadAllBytes(Scored.Input));

        Run(copy);

        Assert.Equal($"{Partial}: goes on after row {2 * Chunk}.", Log.Said[^1]);
        Assert.Equal(Scored.Whole, File.ReadAllBytes(Output));
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
}
