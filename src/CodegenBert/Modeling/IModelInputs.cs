using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>The rows of a data set in the form in which the model's trained part reads them.</summary>
internal interface IModelInputs
{
    /// <summary>The length by which batches are planned; the same for all rows where it makes no difference.</summary>
    IReadOnlyList<int> Lengths { get; }

    /// <summary>Where the model lives.</summary>
    Device Device { get; }

    /// <summary>Whether what the head reads is known: nothing but the head is computed.</summary>
    bool FeedHeadAlone { get; }

    /// <summary>Logits of some rows, (B, labels). Temporary tensors belong to the caller's scope.</summary>
    /// <param name="rows">Indices of the rows.</param>
    /// <param name="dropout">Of the trained part.</param>
    /// <param name="lookedUp">Takes the rows of trained word embeddings, see <see cref="Embeddings.Forward"/>.</param>
    Tensor Logits(IReadOnlyList<int> rows, Dropout dropout, LookedUpRows? lookedUp = null);
}
