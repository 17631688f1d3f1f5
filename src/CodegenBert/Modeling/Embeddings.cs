using CodegenBert.Checkpoints.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>
/// Word, position and segment embeddings, summed and normalised (Devlin et al. 2018, section 3 and figure 2); without segments in DistilBERT, and
/// through a linear layer where they are narrower than the layers (ELECTRA).
/// </summary>
internal sealed class Embeddings(ParameterSet parameters, EncoderConfiguration configuration)
{
    /// <summary>Name of the word embeddings.</summary>
    public const string Words = "embeddings.word_embeddings.weight";

    /// <summary>Name of the position embeddings.</summary>
    public const string Positions = "embeddings.position_embeddings.weight";

    private readonly ModelParameter _words = parameters[Words];
    private readonly ModelParameter _positions = parameters[Positions];
    private readonly ModelParameter? _types = configuration.TypeVocabularySize > 0 ? parameters["embeddings.token_type_embeddings.weight"] : null;
    private readonly LayerNorm _norm = new(parameters, "embeddings.LayerNorm", configuration.LayerNormEpsilon);
    private readonly Linear? _projection = configuration.EmbeddingSize != configuration.HiddenSize ? new(parameters, "embeddings.projection") : null;

    /// <summary>(B, S) ids -> (B, S, d)</summary>
    /// <param name="batch">The ids.</param>
    /// <param name="dropout">Of the sum.</param>
    /// <param name="lookedUp">Takes the words' rows out of autograd's sight of the table; null to leave the table in it.</param>
    public Tensor Forward(TokenBatch batch, Dropout dropout, LookedUpRows? lookedUp = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor words = lookedUp?.Take(_words, batch.InputIds).view(batch.InputIds.size(0), batch.InputIds.size(1), -1) ?? Rows(_words, batch.InputIds);                                                        // (B, S, e)
        Tensor positions = _positions.Value.narrow(0, 0, batch.InputIds.size(1)).unsqueeze(0);              // (1, S, e)
        Tensor sum = (_types is null ? words : words.Plus(Rows(_types, batch.TokenTypeIds))).Plus(positions);       // the reference's order of addition
        Tensor embedded = dropout.Apply(DropoutSite.Embeddings, _norm.Forward(sum), configuration.HiddenDropout); // (B, S, e)
        return (_projection?.Forward(embedded) ?? embedded).MoveToOuterDisposeScope();                      // (B, S, d)
    }

    private static Tensor Rows(ModelParameter table, Tensor ids) => // (B, S) -> (B, S, e)
        table.Value.index_select(0, ids.view(-1)).view(ids.size(0), ids.size(1), -1);
}
