namespace CodegenBert.Checkpoints.Names;

/// <summary>
/// Names of weights in the files found in the wild, and the one name that the core knows them by: that of transformers' <c>BertModel</c>,
/// without the prefix of the class that saved it.
/// </summary>
internal static class WeightName
{
    /// <summary>The core's name: without <c>bert.</c>, and with <c>LayerNorm.weight</c> where files of TensorFlow's time have <c>LayerNorm.gamma</c>.</summary>
    public static string Canonical(string name)
    {
        string bare = name.StartsWith("bert.", StringComparison.Ordinal) ? name["bert.".Length..] : name;
        return bare.EndsWith("LayerNorm.gamma", StringComparison.Ordinal) ? bare[..^"gamma".Length] + "weight"
            : bare.EndsWith("LayerNorm.beta", StringComparison.Ordinal) ? bare[..^"beta".Length] + "bias"
            : bare;
    }

    /// <summary>The name under which a saved model has it: the encoder's with transformers' prefix, the head's as it is.</summary>
    public static string OnDisk(string canonical) =>
        canonical.StartsWith("embeddings.", StringComparison.Ordinal) || canonical.StartsWith("encoder.", StringComparison.Ordinal) || canonical.StartsWith("pooler.", StringComparison.Ordinal)
            ? "bert." + canonical
            : canonical;
}
