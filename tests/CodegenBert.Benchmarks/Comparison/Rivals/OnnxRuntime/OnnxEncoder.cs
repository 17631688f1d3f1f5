using CodegenBert.Tokenization;
using Microsoft.ML.OnnxRuntime;

namespace CodegenBert.Benchmarks.Comparison.Rivals.OnnxRuntime;

/// <summary>ONNX Runtime on an exported encoder, with all its optimisations.</summary>
internal sealed class OnnxEncoder : IDisposable
{
    private static readonly string[] s_inputs = ["input_ids", "attention_mask", "token_type_ids"], s_outputs = ["pooler_output"];
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    /// <summary>Opens a file.</summary>
    public OnnxEncoder(string path, int threads)
    {
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL, IntraOpNumThreads = threads };
        _session = new(path, options);
        Name = Path.GetFileName(path);
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>The pooler's output, row by row.</summary>
    public float[] Run(OnnxBatch batch)
    {
        long[] shape = [batch.Rows, batch.Width];
        using OrtValue ids = OrtValue.CreateTensorValueFromMemory(batch.Ids, shape), mask = OrtValue.CreateTensorValueFromMemory(batch.Mask, shape), types = OrtValue.CreateTensorValueFromMemory(batch.Types, shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_options, s_inputs, [ids, mask, types], s_outputs);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }
}

/// <summary>Texts as ONNX Runtime reads them, padded to the longest.</summary>
internal sealed class OnnxBatch
{
    public OnnxBatch(IReadOnlyList<EncodedInput> texts)
    {
        (Rows, Width) = (texts.Count, texts.Max(text => text.Length));
        (Ids, Mask, Types) = (new long[Rows * Width], new long[Rows * Width], new long[Rows * Width]);
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < texts[row].Length; i++)
            {
                int place = (row * Width) + i;
                (Ids[place], Mask[place], Types[place]) = (texts[row].InputIds.Span[i], 1, texts[row].TokenTypeIds.Span[i]);
            }
        }
    }

    public int Rows { get; }

    public int Width { get; }

    public long[] Ids { get; }

    public long[] Mask { get; }

    public long[] Types { get; }
}
