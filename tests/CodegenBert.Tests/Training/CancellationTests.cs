using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using TorchSharp;

namespace CodegenBert.Tests.Training;

/// <summary>Ctrl-C: a run stops at the next batch boundary and leaves nothing behind.</summary>
public sealed class CancellationTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    [Theory]
    [InlineData("all_but_top: 1", TrainingStage.Encoding, 0)]
    [InlineData("none", TrainingStage.Training, 1)]
    [InlineData("all_but_top: 1", TrainingStage.Training, 2)]
    [InlineData("all", TrainingStage.Training, 1)]
    [InlineData("none", TrainingStage.Validating, 2)]
    [InlineData("all", TrainingStage.Validating, 1)]
    public void A_run_that_is_cancelled_stops_at_the_next_batch_boundary_and_saves_nothing(string freeze, TrainingStage stage, int epoch)
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        int reportsAfterwards = 0;
        var progress = new OnProgress(moment =>
        {
            reportsAfterwards += cancellation.IsCancellationRequested ? 1 : 0;
            if (moment.Stage == stage && moment.Epoch == epoch)
            {
                cancellation.Cancel();
            }
        });

        var stopped = Assert.Throws<OperationCanceledException>(() => Train(freeze, folder["model"], progress, cancellation.Token));

        Assert.Equal(cancellation.Token, stopped.CancellationToken);
        Assert.Equal(0, reportsAfterwards);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_token_that_is_cancelled_beforehand_stops_the_run_before_its_first_report()
    {
        using var folder = new TemporaryFolder();
        var progress = new OnProgress(_ => Assert.Fail("Something was computed."));

        Assert.Throws<OperationCanceledException>(() => Train("none", folder["model"], progress, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_cancelled_run_leaves_the_model_that_was_there()
    {
        using var folder = new TemporaryFolder();
        Train("all", folder["model"], null, default);
        byte[] before = File.ReadAllBytes(folder["model", "model.safetensors"]);
        using var cancellation = new CancellationTokenSource();
        var progress = new OnProgress(moment =>
        {
            if (moment.Epoch == 2)
            {
                cancellation.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(() => Train("none", folder["model"], progress, cancellation.Token));

        Assert.Equal(before, File.ReadAllBytes(folder["model", "model.safetensors"]));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("all_but_top: 1")]
    [InlineData("all")]
    public void A_run_leaves_no_tensor_behind_cancelled_or_not(string freeze) =>
        ComputeWorkers.Run(2, part => // on a worker a run stays on one thread, whose tensors are counted by themselves
        {
            if (part == 0)
            {
                AssertNothingIsLeft(freeze);
            }
        });

    private void AssertNothingIsLeft(string freeze)
    {
        using var folder = new TemporaryFolder();
        Train(freeze, folder["warm"], null, default); // what is made once for the process
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        Train(freeze, folder["whole"], null, default);
        long afterWhole = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using var cancellation = new CancellationTokenSource();
        var progress = new OnProgress(moment =>
        {
            if (moment is { Stage: TrainingStage.Validating, Epoch: 2 })
            {
                cancellation.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(() => Train(freeze, folder["cancelled"], progress, cancellation.Token));
        long afterCancelled = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        Assert.Equal((before, before), (afterWhole, afterCancelled));
    }

    private void Train(string freeze, string output, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        TaskDefinition task = TinyTask.Sentiment(Freezings.Parse(freeze), new HeadDefinition { Pooling = [Pooling.Pooler, Pooling.Mean], Hidden = [8] });
        TinyOptions options = TinyTask.Options(encoder) with { OutputFolder = output };
        using TrainingOutcome outcome = TrainerRuntime.Train(task, TinyTask.Rows(40, seed: 1), TinyTask.Rows(70, seed: 2), options, progress, cancellationToken);
    }
}
