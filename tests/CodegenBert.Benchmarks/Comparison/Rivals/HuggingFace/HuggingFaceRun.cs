using System.Diagnostics;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Rivals.HuggingFace;

/// <summary>Epochs of the rival on a data set: batches in random order, the same recipe as the task's.</summary>
/// <param name="task">The task: its freezing, weight decay and rate.</param>
/// <param name="encoder">The encoder's folder.</param>
/// <param name="rows">The rows.</param>
/// <param name="batchSize">Rows of a batch.</param>
internal sealed class HuggingFaceRun(TaskDefinition task, string encoder, EncodedRows rows, int batchSize)
{
    private const double Bound = 2e-5;

    /// <summary>One epoch from the pretrained weights; loading them and making the optimiser does not count.</summary>
    /// <param name="seed">Of the order.</param>
    /// <param name="width">What all rows are padded to; null for the longest of each batch.</param>
    /// <param name="batches">How many batches; null for all.</param>
    public Turn Epoch(int seed, int? width = null, int? batches = null)
    {
        using HuggingFaceClassifier model = Load();
        using var trainer = new HuggingFaceTrainer(model, task.Training.WeightDecay, dropsValues: true);
        int[] order = [.. Enumerable.Range(0, rows.Inputs.Count)];
        new Random(seed).Shuffle(order);
        long useful = 0, computed = 0;
        var clock = Stopwatch.StartNew();
        foreach (int[] indices in order.Chunk(batchSize).Take(batches ?? int.MaxValue))
        {
            using DisposeScope scope = NewDisposeScope();
            var batch = new PaddedBatch([.. indices.Select(row => rows.Inputs.Windows[row])], model.PadTokenId, width);
            _ = trainer.Step(batch, [.. indices.Select(row => (long)rows.Targets[row].LabelIndex)], task.Training.LearningRate, task.Training.MaxGradNorm);
            useful += batch.Useful;
            computed += batch.Computed;
        }

        return new(clock.Elapsed.TotalSeconds, useful, computed);
    }

    /// <summary>Compares the logits with the product's, in evaluation.</summary>
    /// <exception cref="InvalidOperationException">They are not the same within 2e-5: the rival does other work.</exception>
    public void Check()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        using SequenceClassifier product = ClassifierFactory.Create(task, encoder, task.Training.Seed, out _);
        using HuggingFaceClassifier model = HuggingFaceClassifier.CopyOf(product);
        EncodedInput[] texts = [.. rows.Inputs.Windows.Take(batchSize)];
        using var batch = new TokenBatch(texts, model.PadTokenId, CPU);
        using Tensor difference = product.Forward(batch, Dropout.None).sub(model.Forward(new PaddedBatch(texts, model.PadTokenId), dropsValues: false)).abs().max();
        if (difference.item<float>() is var largest && !(largest <= Bound))
        {
            throw new InvalidOperationException($"{task.Name}: the rival's logits differ by {largest:G3} from the product's; {Bound} is allowed. A ratio to other work says nothing.");
        }
    }

    private HuggingFaceClassifier Load()
    {
        using SequenceClassifier product = ClassifierFactory.Create(task, encoder, task.Training.Seed, out _);
        return HuggingFaceClassifier.CopyOf(product);
    }
}
