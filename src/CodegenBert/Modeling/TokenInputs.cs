using CodegenBert.Tokenization;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>Rows as ids: the whole model runs, every time.</summary>
internal sealed class TokenInputs(SequenceClassifier model, IReadOnlyList<EncodedInput> inputs, Device device) : IModelInputs
{
    /// <inheritdoc />
    public IReadOnlyList<int> Lengths { get; } = WindowStore.LengthsOf(inputs);

    /// <inheritdoc />
    public Device Device => device;

    /// <inheritdoc />
    public bool FeedHeadAlone => false;

    /// <inheritdoc />
    public Tensor Logits(IReadOnlyList<int> rows, Dropout dropout, LookedUpRows? lookedUp = null)
    {
        using var batch = new TokenBatch([.. rows.Select(row => inputs[row])], model.Configuration.PadTokenId, device);
        return model.Forward(batch, dropout, lookedUp);
    }
}
