using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Sources;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>A task whose encoder is the hub's, from the spec's reference to a prediction. The settings are this process's environment, as a user's are; no other class reads it.</summary>
public sealed class HubTrainingTests : HubTest
{
    private static readonly TaskDefinition Task = TinyTask.Sentiment() with { Encoder = HubModel.Reference };
    private static readonly TinyOptions Options = new(new TrainingDefaults { Epochs = 1, BatchSize = 8, LearningRate = 1e-3, HeadLearningRate = 1e-2 });

    [Fact]
    public void A_task_trains_on_an_encoder_that_is_downloaded_when_it_is_first_needed()
    {
        UseHub();
        var seen = new List<DownloadProgress>();

        using TrainingOutcome first = Train(Options with { DownloadProgress = new DownloadLog(seen) });
        Assert.Equal(Hub.Files[HubModel.Weights].Length, seen.Last(moment => moment.File == HubModel.Weights).BytesReceived);

        Hub.Calls.Clear();
        using TrainingOutcome second = Train(Options);
        Assert.Empty(Hub.Calls);
        var text = new InputTexts("a good film");
        Assert.Equal(first.Classifier.Predict(text).Values, second.Classifier.Predict(text).Values);
        Assert.Equal(TokenizerRuntime.Load(Task).Encode(text).InputIds, TokenizerRuntime.Load(Task, Cache["models--contoso--tiny-bert", "snapshots", HubModel.Commit]).Encode(text).InputIds);
    }

    [Fact]
    public void A_cancelled_run_stops_its_download()
    {
        UseHub();
        using var cancellation = new CancellationTokenSource();
        Hub.Instead = async (context, call, _) =>
        {
            if (call.IsDelivery)
            {
                await LocalHub.Stall(context, Hub.Files[HubModel.Weights], 40_000, cancellation.Cancel);
            }

            return call.IsDelivery;
        };

        Assert.Equal(cancellation.Token, Assert.ThrowsAny<OperationCanceledException>(() => Train(Options, cancellationToken: cancellation.Token)).CancellationToken);
    }

    [Fact]
    public void Weights_that_the_cache_has_are_held_against_the_specs_hash_in_each_run()
    {
        UseHub();
        Train(Options).Dispose();

        var refused = Assert.Throws<CheckpointException>(() => Train(Options, task: Task with { Encoder = HubModel.Reference with { Sha256 = new('0', 64) } }));
        Assert.Contains("but the spec's sha256 is 0000", refused.Message, StringComparison.Ordinal);
    }

    private static TrainingOutcome Train(TinyOptions options, TaskDefinition? task = null, CancellationToken cancellationToken = default) =>
        TrainerRuntime.Train(task ?? Task, TinyTask.Rows(16, seed: 1), null, options, null, cancellationToken);

    private void UseHub()
    {
        Environment.SetEnvironmentVariable("HF_ENDPOINT", Hub.Endpoint.AbsoluteUri);
        Environment.SetEnvironmentVariable("HF_HOME", Cache.Path);
        Environment.SetEnvironmentVariable("HF_HUB_CACHE", Cache.Path);
    }
}
