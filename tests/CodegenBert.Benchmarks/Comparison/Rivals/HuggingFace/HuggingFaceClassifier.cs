using CodegenBert.Checkpoints.Families;
using CodegenBert.Modeling;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Rivals.HuggingFace;

/// <summary>
/// The operations of transformers 5's <c>BertForSequenceClassification</c> in their order, on the same libtorch: three products for queries, keys and values, libtorch's attention (with dropout it takes
/// its path of single steps), every layer for every position, libtorch's dropout wherever transformers has it, in frozen layers too. Only the cost of Python is missing.
/// </summary>
internal sealed class HuggingFaceClassifier : IDisposable
{
    private readonly EncoderConfiguration _configuration;
    private readonly Dictionary<string, Tensor> _weights;
    private readonly Embedding _words, _types;

    private HuggingFaceClassifier(EncoderConfiguration configuration, Dictionary<string, Tensor> weights, Embedding words, Embedding types) =>
        (_configuration, _weights, _words, _types) = (configuration, weights, words, types);

    /// <summary>The padding's id.</summary>
    public int PadTokenId => _configuration.PadTokenId;

    /// <summary>Names and values of what is trained.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Trained => _weights.Where(weight => weight.Value.requires_grad);

    /// <summary>The weight of that name.</summary>
    public Tensor this[string name] => _weights[name];

    /// <summary>The same weights, and the same of them trained; the head is one linear layer on the pooler.</summary>
    public static HuggingFaceClassifier CopyOf(SequenceClassifier model)
    {
        using DisposeScope scope = NewDisposeScope();
        var weights = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (ModelParameter parameter in model.Parameters.All)
        {
            weights.Add(parameter.Name, parameter.Value.detach().clone().DetachFromDisposeScope());
        }

        Embedding words = Table("embeddings.word_embeddings.weight", model.Configuration.PadTokenId), types = Table("embeddings.token_type_embeddings.weight", null);
        foreach (ModelParameter parameter in model.Parameters.All)
        {
            weights[parameter.Name].requires_grad = parameter.Trained;
        }

        return new(model.Configuration, weights, words, types);

        Embedding Table(string name, long? padding)
        {
            Tensor copied = weights[name];
            Embedding table = nn.Embedding_from_pretrained(copied, freeze: false, padding_idx: padding);
            weights[name] = table.weight!.DetachFromDisposeScope();
            copied.Dispose();
            return table;
        }
    }

    /// <summary>Logits. (B, S) -> (B, labels)</summary>
    /// <param name="batch">The texts.</param>
    /// <param name="dropsValues">Whether dropout is on, as in training.</param>
    public Tensor Forward(PaddedBatch batch, bool dropsValues) =>
        Linear(Drop(Pooled(batch, dropsValues), _configuration.HiddenDropout, dropsValues), "head.0");

    /// <summary>The pooler's output. (B, S) -> (B, d)</summary>
    public Tensor Pooled(PaddedBatch batch, bool dropsValues)
    {
        Tensor hidden = Embed(batch, dropsValues);
        for (int layer = 0; layer < _configuration.Layers; layer++)
        {
            hidden = Layer(hidden, batch.Mask, $"encoder.layer.{layer}", dropsValues);
        }

        return tanh(Linear(hidden.select(1, 0), "pooler.dense"));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (Tensor weight in _weights.Values)
        {
            weight.Dispose();
        }

        _words.Dispose();
        _types.Dispose();
    }

    private Tensor Embed(PaddedBatch batch, bool dropsValues)
    {
        Tensor words = _words.call(batch.InputIds), types = _types.call(batch.TokenTypeIds);               // (B, S, d)
        Tensor positions = _weights[Embeddings.Positions].narrow(0, 0, batch.Width).unsqueeze(0);          // (1, S, d)
        return Drop(Norm(words.Plus(types).Plus(positions), "embeddings.LayerNorm"), _configuration.HiddenDropout, dropsValues);
    }

    private Tensor Layer(Tensor hidden, Tensor? mask, string name, bool dropsValues)
    {
        Tensor q = Heads(Linear(hidden, $"{name}.attention.self.query")), k = Heads(Linear(hidden, $"{name}.attention.self.key")), v = Heads(Linear(hidden, $"{name}.attention.self.value"));
        Tensor context = nn.functional.scaled_dot_product_attention(q, k, v, mask, dropsValues ? _configuration.AttentionDropout : 0); // (B, H, S, hs)
        Tensor joined = context.transpose(1, 2).reshape(hidden.shape);                                                                // (B, S, d)
        Tensor attended = Norm(Drop(Linear(joined, $"{name}.attention.output.dense"), _configuration.HiddenDropout, dropsValues).Plus(hidden), $"{name}.attention.output.LayerNorm");
        Tensor inner = nn.functional.gelu(Linear(attended, $"{name}.intermediate.dense"), inplace: false);
        return Norm(Drop(Linear(inner, $"{name}.output.dense"), _configuration.HiddenDropout, dropsValues).Plus(attended), $"{name}.output.LayerNorm");
    }

    /// <summary>As Python's torch computes it: all rows as one matrix, which libtorch's C++ function does not make of them.</summary>
    private Tensor Linear(Tensor x, string name)
    {
        Tensor rows = nn.functional.linear(x.dim() == 2 ? x : x.flatten(0, 1), _weights[$"{name}.weight"], _weights[$"{name}.bias"]);
        return x.dim() == 2 ? rows : rows.view(x.size(0), x.size(1), -1);
    }

    private Tensor Norm(Tensor x, string name) =>
        nn.functional.layer_norm(x, [_configuration.HiddenSize], _weights[$"{name}.weight"], _weights[$"{name}.bias"], _configuration.LayerNormEpsilon);

    private Tensor Heads(Tensor x) => // (B, S, d) -> (B, H, S, hs)
        x.view(x.size(0), x.size(1), _configuration.AttentionHeads, _configuration.HeadSize).transpose(1, 2);

    private static Tensor Drop(Tensor x, double probability, bool dropsValues) => dropsValues ? nn.functional.dropout(x, probability) : x;
}
