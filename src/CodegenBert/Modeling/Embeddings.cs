using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>Word, position and segment embeddings, summed and normalised (Devlin et al. 2018, section 3 and figure 2).</summary>
internal sealed class Embeddings(ParameterSet parameters, EncoderConfiguration configuration)
{
    private readonly ModelParameter _words = parameters["embeddings.word_embeddings.weight"];
    private readonly ModelParameter _positions = parameters["embeddings.position_embeddings.weight"];
    private readonly ModelParameter _types = parameters["embeddings.token_type_embeddings.weight"];
    private readonly LayerNorm _norm = new(parameters, "embeddings.LayerNorm", configuration.LayerNormEpsilon);

    /// <summary>(B, S) ids -> (B, S, d)</summary>
    public Tensor Forward(TokenBatch batch, Dropout dropout)
    {
        using DisposeScope scope = NewDisposeScope();
        long b = batch.InputIds.size(0), s = batch.InputIds.size(1);
        Tensor words = _words.Value.index_select(0, batch.InputIds.view(-1)).view(b, s, -1);     // (B, S, d)
        Tensor types = _types.Value.index_select(0, batch.TokenTypeIds.view(-1)).view(b, s, -1); // (B, S, d)
        Tensor positions = _positions.Value.narrow(0, 0, s).unsqueeze(0);                        // (1, S, d)
        Tensor sum = words + types + positions;                                                  // the reference's order of addition
        return dropout.Apply(DropoutSite.Embeddings, _norm.Forward(sum), configuration.HiddenDropout).MoveToOuterDisposeScope();
    }
}
