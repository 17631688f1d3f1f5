using CodegenBert.Checkpoints.Families;

namespace CodegenBert.Checkpoints.Names;

/// <summary>
/// Names of weights in the files found in the wild, and the one name that the core knows them by: that of transformers' <c>BertModel</c>,
/// without the prefix of the class that saved it.
/// </summary>
internal static class WeightName
{
    /// <summary>
    /// The core's name: BERT's, without the family's prefix, and with <c>LayerNorm.weight</c> where files of TensorFlow's time have
    /// <c>LayerNorm.gamma</c>.
    /// </summary>
    public static string Canonical(string name, EncoderFamily family)
    {
        string bare = family.CoreName(name.StartsWith(family.Prefix, StringComparison.Ordinal) ? name[family.Prefix.Length..] : name);
        return bare.EndsWith("LayerNorm.gamma", StringComparison.Ordinal) ? bare[..^"gamma".Length] + "weight"
            : bare.EndsWith("LayerNorm.beta", StringComparison.Ordinal) ? bare[..^"beta".Length] + "bias"
            : bare;
    }
}
