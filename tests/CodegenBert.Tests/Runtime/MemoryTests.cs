using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using TorchSharp;
using Xunit.Abstractions;

namespace CodegenBert.Tests.Runtime;

/// <summary>These run alone: other tests in the same process would move the figures.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class MemoryMeasured
{
    public const string Name = "Resident memory";
}

/// <summary>Nothing grows: neither the wrappers of tensors, nor, since these do not see what libtorch itself holds, resident memory.</summary>
[Collection(MemoryMeasured.Name)]
public sealed class MemoryTests(TinyEncoder encoder, ITestOutputHelper output) : IClassFixture<TinyEncoder>
{
    /// <summary>What runtime and allocator may move by. One leaked tensor of hidden states a step (16 rows of 22 tokens, 32 wide) would add 40 MB, a wrapper a step is counted.</summary>
    private const long Bound = 12 << 20;

    /// <summary>The same for four threads, each with an arena of its own in the allocator: a leaked tensor a prediction would add 45 MB.</summary>
    private const long ThreadsBound = 30 << 20;

    [Fact]
    public void After_1_000_steps_of_full_fine_tuning_there_are_as_many_tensors_and_bytes_as_after_100()
    {
        List<(int Step, long Tensors, long Live, long Resident)> figures = [];
        int steps = 0;
        var progress = new OnProgress(moment =>
        {
            if (moment.Stage == TrainingStage.Training && ++steps is 100 or 400 or 1_000 && moment.Step > 0)
            {
                long resident = Resident(); // first: it waits for what other tests have left to the finaliser
                figures.Add((steps, torch.Tensor.TotalCount, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount, resident));
            }
        });
        TinyOptions options = TinyTask.Options(encoder) with { BatchSize = 16, Epochs = 100 };

        TrainerRuntime.Train(TinyTask.Sentiment(), LongRows(160), TinyTask.Rows(10, seed: 2), options, progress).Dispose();

        figures.ForEach(figure => output.WriteLine($"step {figure.Step}: {figure.Tensors} tensors, {figure.Live} live in this thread, {figure.Resident >> 10} KiB resident"));
        Assert.Equal([100, 400, 1_000], figures.Select(figure => figure.Step));
        Assert.Equal((figures[0].Tensors, figures[0].Live), (figures[2].Tensors, figures[2].Live));
        Assert.InRange(figures[2].Resident - figures[0].Resident, -4 * Bound, Bound);
    }

    [Fact]
    public async Task Predictions_from_several_threads_leave_nothing_behind()
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment(), LongRows(32), null, TinyTask.Options(encoder) with { Epochs = 1 });
        InputTexts[] inputs = [.. LongRows(16).Select(row => row.Input)];

        await PredictAsync(outcome.Classifier, inputs, times: 50);
        (long Resident, long Tensors) before = (Resident(), torch.Tensor.TotalCount);
        await PredictAsync(outcome.Classifier, inputs, times: 250);
        (long Resident, long Tensors) after = (Resident(), torch.Tensor.TotalCount);

        output.WriteLine($"{before.Tensors} and {after.Tensors} tensors, {before.Resident >> 10} and {after.Resident >> 10} KiB resident");
        Assert.Equal(before.Tensors, after.Tensors);
        Assert.InRange(after.Resident - before.Resident, -4 * ThreadsBound, ThreadsBound);
    }

    private static Task PredictAsync(ClassifierRuntime classifier, InputTexts[] inputs, int times) => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
    {
        for (int i = 0; i < times; i++)
        {
            Assert.Equal(inputs.Length, classifier.Predict(inputs).Count());
        }
    })));

    /// <summary>Of one length, so that the allocator's needs do not vary.</summary>
    private static IReadOnlyList<LabeledTexts> LongRows(int count) =>
        [.. TinyTask.Rows(count, seed: 1).Select((row, i) => row with { Input = new InputTexts(string.Join(' ', Enumerable.Range(0, 20).Select(word => TinyEncoder.Words[((7 * i) + (3 * word)) % TinyEncoder.Words.Count]))) })];

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
