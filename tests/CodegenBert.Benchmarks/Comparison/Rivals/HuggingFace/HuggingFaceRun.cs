using System.Diagnostics;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Rivals.HuggingFace;

/// <summary>The rival on a data set: random batches, the same recipe as the task's.</summary>
/// <param name="task">The task: its freezing, weight decay and rate.</param>
/// <param name="encoder">The encoder's folder.</param>
/// <param name="rows">The rows.</param>
/// <param name="batchSize">Rows of a batch.</param>
internal sealed class HuggingFaceRun(TaskDefinition task, string encoder, EncodedRows rows, int batchSize)
{
    private const double Bound = 2e-5;
    private readonly int[][] _batches = Shuffled(rows.Inputs.Count, batchSize);

    /// <summary>All batches, from the pretrained weights; loading them and making the optimiser does not count.</summary>
    public Turn Epoch() => Part(0, _batches.Length);

    /// <summary>Some of the batches; over enough turns each has been among them.</summary>
    /// <param name="turn">Which turn it is.</param>
    /// <param name="batches">How many.</param>
    /// <param name="width">What all rows are padded to; null for the longest of each batch.</param>
    public Turn Part(int turn, int batches, int? width = null)
    {
        using HuggingFaceClassifier model = Load();
        using var trainer = new HuggingFaceTrainer(model, task.Training.WeightDecay, dropsValues: true);
        long useful = 0, computed = 0;
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < batches; i++)
        {
            int[] indices = _batches[((turn * batches) + i) % _batches.Length];
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

    private static int[][] Shuffled(int count, int batchSize)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(1).Shuffle(order);
        return [.. order.Chunk(batchSize)];
    }

    private HuggingFaceClassifier Load()
    {
        using SequenceClassifier product = ClassifierFactory.Create(task, encoder, task.Training.Seed, out _);
        return HuggingFaceClassifier.CopyOf(product);
    }
}
