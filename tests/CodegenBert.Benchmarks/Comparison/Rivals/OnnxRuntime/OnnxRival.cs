using System.Diagnostics;
using CodegenBert.Benchmarks.Comparison.Rivals.HuggingFace;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Rivals.OnnxRuntime;

/// <summary>ONNX Runtime on the exported encoder as PyTorch writes it, and with ONNX Runtime's own fusions: whichever is faster.</summary>
internal static class OnnxRival
{
    private const double Bound = 2e-5;

    /// <summary>Opens the file that is faster on some batches. The classifier's head, which the export lacks, is spared the rival.</summary>
    /// <param name="batches">The batches.</param>
    public static OnnxEncoder Fastest(IReadOnlyList<OnnxBatch> batches)
    {
        OnnxEncoder[] candidates = [.. ((string[])["reference.onnx", "reference.fused.onnx"]).Select(file => new OnnxEncoder(PathOf(file), get_num_threads()))];
        double[] seconds = [.. candidates.Select(candidate => Enumerable.Range(0, 3).Min(_ => Seconds(candidate, batches)))];
        int fastest = Array.IndexOf(seconds, seconds.Min());
        Array.ForEach([.. candidates.Where((_, i) => i != fastest)], candidate => candidate.Dispose());
        return candidates[fastest];
    }

    /// <summary>How long some batches take.</summary>
    public static double Seconds(OnnxEncoder encoder, IEnumerable<OnnxBatch> batches)
    {
        var clock = Stopwatch.StartNew();
        foreach (OnnxBatch batch in batches)
        {
            _ = encoder.Run(batch);
        }

        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Compares its output with that of the same encoder by the other rival's operations.</summary>
    /// <exception cref="InvalidOperationException">They are not the same within 2e-5: it computes something else.</exception>
    public static void Check(OnnxEncoder encoder, TaskDefinition task, IReadOnlyList<EncodedInput> texts)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        using SequenceClassifier product = ClassifierFactory.Create(task, ComparisonSettings.Encoder, 1, out _);
        using HuggingFaceClassifier other = HuggingFaceClassifier.CopyOf(product);
        Tensor expected = other.Pooled(new PaddedBatch(texts, other.PadTokenId), dropsValues: false);
        float largest = tensor(encoder.Run(new OnnxBatch(texts)), expected.shape).sub(expected).abs().max().item<float>();
        if (!(largest <= Bound))
        {
            throw new InvalidOperationException($"{encoder.Name} differs by {largest:G3} from the encoder; {Bound} is allowed. A ratio to other work says nothing.");
        }
    }

    private static string PathOf(string file)
    {
        string path = Path.Combine(SharedData.Encoders, "minilm-l6", file);
        return File.Exists(path) ? path : throw new CodegenBertException($"{path} is missing: the exported encoder that ONNX Runtime is measured with. Put it there, or leave these parts out with --only.");
    }
}
