using CodegenBert.Modeling;
using CodegenBert.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training.Representations;

/// <summary>
/// Passes texts through the frozen part. A matrix product's last bits change with its shape; so that what is said of a text does not
/// depend on its neighbours, the shape in which a text is encoded is a function of its length alone: batches hold texts of one length and, but where the model's rows are
/// computed each by itself, a fixed number of them, filled up with repetitions.
/// </summary>
internal static class FrozenEncoding
{
    /// <summary>Tokens in a batch, about: wide enough for the matrix product, narrow enough that filling up costs little.</summary>
    private const int TokensPerBatch = 256;

    /// <summary>Batches that a thread gets before all wait for each other.</summary>
    private const int BatchesAtOnce = 8;

    /// <summary>Encodes all texts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The texts.</param>
    /// <param name="device">Where the model lives.</param>
    /// <param name="encoded">Gets a batch's texts, as indices, and what the frozen part said of them and of those that fill the batch up; may throw to stop.</param>
    public static void Run(SequenceClassifier model, IReadOnlyList<EncodedInput> inputs, Device device, Action<int[], FrozenOutput> encoded)
    {
        bool independent = model.FrozenRowsAreIndependent;
        IReadOnlyList<int> lengths = WindowStore.LengthsOf(inputs);
        IEnumerable<int[]> batches = Enumerable.Range(0, inputs.Count).GroupBy(row => lengths[row]).OrderBy(group => group.Key).SelectMany(group => group.Chunk(RowsPerBatch(group.Key)));
        foreach (int[][] sideBySide in batches.Chunk(ComputeWorkers.CountOn(device) * BatchesAtOnce))
        {
            using DisposeScope scope = NewDisposeScope();
            var outputs = new FrozenOutput[sideBySide.Length];
            try
            {
                ComputeWorkers.Run(sideBySide.Length, i => outputs[i] = Encode(model, independent ? [.. sideBySide[i].Select(row => inputs[row])] : FillUp(sideBySide[i], inputs), device));
            }
            finally
            {
                scope.Attach(outputs.SelectMany(output => (Tensor?[])[output.Hidden, output.Features]).OfType<Tensor>()); // the workers' scopes are others
            }

            foreach ((int[] rows, FrozenOutput output) in sideBySide.Zip(outputs))
            {
                encoded(rows, output);
            }
        }
    }

    private static FrozenOutput Encode(SequenceClassifier model, IReadOnlyList<EncodedInput> texts, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using var batch = new TokenBatch(texts, model.Configuration.PadTokenId, device);
        FrozenOutput output = model.EncodeFrozen(batch);
        return new(output.Hidden?.DetachFromDisposeScope(), output.Features?.DetachFromDisposeScope());
    }

    private static int RowsPerBatch(int length) => Math.Max(1, TokensPerBatch / length);

    private static EncodedInput[] FillUp(int[] rows, IReadOnlyList<EncodedInput> inputs)
    {
        int size = RowsPerBatch(inputs[rows[0]].Length);
        return [.. Enumerable.Range(0, size).Select(i => inputs[rows[Math.Min(i, rows.Length - 1)]])];
    }
}
