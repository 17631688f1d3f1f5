using System.Globalization;
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
    public const string Name = "Native memory";
}

/// <summary>
/// Nothing grows: neither the wrappers of tensors, nor, since these do not see what libtorch itself holds, the bytes that native code has allocated.
/// Resident memory would not do: the allocator gives pages back, or keeps them, when it likes (70 MB less after 1,000 steps than after 100 was seen).
/// </summary>
[Collection(MemoryMeasured.Name)]
public sealed class MemoryTests(TinyEncoder encoder, ITestOutputHelper output) : IClassFixture<TinyEncoder>
{
    /// <summary>What the runtime itself may allocate meanwhile, compiling methods that turned out to be hot. One leaked tensor of hidden states a step (16 rows of 22 tokens, 32 wide), or a prediction, would add 40 MB.</summary>
    private const long Bound = 8 << 20;

    [Theory]
    [InlineData(Precision.Float32, false)]
    [InlineData(Precision.BFloat16, true)]
    public void After_1_000_steps_of_full_fine_tuning_there_are_as_many_tensors_and_bytes_as_after_100(Precision precision, bool checkpointing)
    {
        List<(int Step, long Tensors, long Bytes)> figures = [];
        int steps = 0;
        var progress = new OnProgress(moment =>
        {
            if (moment.Stage == TrainingStage.Training && ++steps is 100 or 400 or 1_000 && moment.Step > 0)
            {
                long bytes = NativeMemory.Allocated(); // first: it waits for what other tests have left to the finaliser
                figures.Add((steps, torch.Tensor.TotalCount, bytes)); // of all threads: what one makes another may release
            }
        });
        TinyOptions options = TinyTask.Options(encoder) with { BatchSize = 16, Epochs = 100, Precision = precision, Checkpointing = checkpointing };

        TrainerRuntime.Train(TinyTask.Sentiment(), LongRows(160), TinyTask.Rows(10, seed: 2), options, progress).Dispose();

        figures.ForEach(figure => output.WriteLine($"step {figure.Step}: {figure.Tensors} tensors, {figure.Bytes:N0} bytes"));
        Assert.Equal([100, 400, 1_000], figures.Select(figure => figure.Step));
        Assert.Equal(figures[0].Tensors, figures[2].Tensors);
        // Fewer they may be: the compiler's own, and what the first steps needed.
        Assert.True(figures[2].Bytes - figures[0].Bytes < Bound);
        Assert.True(figures[2].Bytes - figures[1].Bytes < Bound);
    }

    [Fact]
    public async Task Predictions_from_several_threads_leave_nothing_behind()
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment(), LongRows(32), null, TinyTask.Options(encoder) with { Epochs = 1 });
        InputTexts[] inputs = [.. LongRows(16).Select(row => row.Input)];

        await PredictAsync(outcome.Classifier, inputs, times: 50);
        (long Bytes, long Tensors) before = (NativeMemory.Allocated(), torch.Tensor.TotalCount);
        List<long> after = [];
        for (int round = 0; round < 3; round++)
        {
            await PredictAsync(outcome.Classifier, inputs, times: 250);
            after.Add(NativeMemory.Allocated());
        }

        long tensors = torch.Tensor.TotalCount;
        output.WriteLine($"{before.Tensors} and {tensors} tensors, {before.Bytes:N0} and {string.Join(", ", after.Select(bytes => bytes.ToString("N0", CultureInfo.InvariantCulture)))} bytes");
        Assert.Equal(before.Tensors, tensors);
        Assert.All(after, bytes => Assert.True(bytes - before.Bytes < Bound));
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
}
