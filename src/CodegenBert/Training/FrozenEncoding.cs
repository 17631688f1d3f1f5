using CodegenBert.Modeling;
using CodegenBert.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>
/// Passes a data set once through the frozen part. A matrix product's last bits change with its shape; so that what is stored of a text does not
/// depend on its neighbours, the shape in which a text is encoded is a function of its length alone: batches hold rows of one length and a
/// fixed number of them, filled up with repetitions.
/// </summary>
internal static class FrozenEncoding
{
    /// <summary>Tokens in a batch, about: wide enough for the matrix product, narrow enough that filling up costs little.</summary>
    private const int TokensPerBatch = 256;

    /// <summary>Encodes all rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The rows.</param>
    /// <param name="device">Where the model lives.</param>
    /// <param name="encoded">Told of the rows encoded so far, after each batch; may throw to stop.</param>
    public static RepresentationStore Run(SequenceClassifier model, IReadOnlyList<EncodedInput> inputs, Device device, Action<int> encoded)
    {
        int[] lengths = [.. inputs.Select(input => input.Length)];
        int[] layout = [.. Enumerable.Range(0, inputs.Count).OrderBy(row => lengths[row])];
        var store = new RepresentationStore(model, lengths, layout, device);
        try
        {
            int done = 0;
            foreach (int[] rows in layout.GroupBy(row => lengths[row]).SelectMany(group => group.Chunk(RowsPerBatch(group.Key))))
            {
                using DisposeScope scope = NewDisposeScope();
                using var batch = new TokenBatch(FillUp(rows, inputs), model.Configuration.PadTokenId, device);
                store.Write(rows, model.EncodeFrozen(batch));
                encoded(done += rows.Length);
            }

            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static int RowsPerBatch(int length) => Math.Max(1, TokensPerBatch / length);

    private static EncodedInput[] FillUp(int[] rows, IReadOnlyList<EncodedInput> inputs)
    {
        int size = RowsPerBatch(inputs[rows[0]].Length);
        return [.. Enumerable.Range(0, size).Select(i => inputs[rows[Math.Min(i, rows.Length - 1)]])];
    }
}
