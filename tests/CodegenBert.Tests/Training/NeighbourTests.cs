using CodegenBert.Modeling;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Tokenization;
using CodegenBert.Training.Representations;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Training;

/// <summary>A stored value is a function of its text alone, bit for bit: a matrix product's last bits change with its shape, so the shape may not depend on company.</summary>
public sealed class NeighbourTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    /// <summary>Boundaries: what is stored is the hidden states of the embeddings or of a layer, or pooled vectors.</summary>
    [Theory]
    [InlineData("embeddings")]
    [InlineData("bottom: 1")]
    [InlineData("all")]
    [InlineData("all", Pooling.Pooler)]
    [InlineData("all", Pooling.Mean)]
    public void A_text_is_stored_the_same_alone_in_company_and_at_any_place_of_its_batch(string freeze, Pooling pooling = Pooling.Cls) =>
        Compare(encoder.Folder, Freezings.Parse(freeze), pooling, TinyEncoder.Words);

    [Theory]
    [InlineData("bottom: 1")]
    [InlineData("all")]
    [InlineData("all", Pooling.Pooler)]
    [InlineData("all", Pooling.Mean)]
    public void So_it_is_with_the_shipped_encoder(string freeze, Pooling pooling = Pooling.Cls) =>
        Compare(Kit.MiniLm, Freezings.Parse(freeze), pooling, "it rains in the valley while we read of far cities by the warm fire and wait for morning".Split(' '));

    [Theory]
    [InlineData("bottom: 1")]
    [InlineData("all", Pooling.Mean)]
    public void So_it_is_in_bfloat16(string freeze, Pooling pooling = Pooling.Cls) =>
        Compare(encoder.Folder, Freezings.Parse(freeze), pooling, TinyEncoder.Words, Precision.BFloat16);

    private static void Compare(string folder, FreezePlan freeze, Pooling pooling, IReadOnlyList<string> words, Precision precision = Precision.Float32)
    {
        TaskDefinition task = TinyTask.Of(freeze, new HeadDefinition { Pooling = [pooling] }, "a", "b");
        using SequenceClassifier model = ClassifierFactory.Create(task, folder, 1, out _);
        model.Precision = precision;
        InputEncoder tokenizer = TaskInputs.Encoder(task, folder);
        var random = new Random(4);
        foreach (int length in (int[])[1, 6, 9, 16, 27])
        {
            EncodedInput subject = Text(length);
            float[] alone = Stored([subject]).Single();
            EncodedInput[] company = [.. Enumerable.Range(0, 45).Select(i => i % 2 == 0 ? subject : Text(i % 5 == 0 ? random.Next(1, 30) : length))];
            Assert.All(Stored(company).Where((_, row) => row % 2 == 0), stored => Assert.Equal(alone, stored));
        }

        EncodedInput Text(int length) => tokenizer.Encode(string.Join(' ', Enumerable.Range(0, length).Select(_ => words[random.Next(words.Count)])));

        float[][] Stored(EncodedInput[] rows)
        {
            float[][] stored = new float[rows.Length][];
            FrozenEncoding.Run(model, rows, CPU, (batch, output) =>
            {
                for (int i = 0; i < batch.Length; i++)
                {
                    stored[batch[i]] = [.. Values(output.Hidden, i), .. Values(output.Features, i)];
                }
            });
            return stored;
        }
    }

    private static float[] Values(Tensor? tensor, int row) => tensor?.select(0, row).contiguous().data<float>().ToArray() ?? [];
}
