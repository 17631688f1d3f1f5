using System.Globalization;
using CodegenBert.Checkpoints.Families;

namespace CodegenBert.Checkpoints.Names;

/// <summary>Where a saved model has a weight.</summary>
/// <param name="File">The file in the model's folder.</param>
/// <param name="Name">The name in it.</param>
internal sealed record StoredPlace(string File, string Name);

/// <summary>
/// Where a model's weights lie in its folder. A head that is transformers' own lies with the encoder, as its <c>ForSequenceClassification</c> class
/// has it; any other lies in a file beside an encoder that loads as the family's bare class.
/// </summary>
/// <param name="family">The encoder's.</param>
/// <param name="head">The head, if it is transformers' own.</param>
internal sealed class ModelLayout(EncoderFamily family, TransformersHead? head)
{
    /// <summary>The file of the encoder, and of a head that is transformers' own.</summary>
    public const string ModelFile = "model.safetensors";

    /// <summary>The file of any other head: linear layers named like those of a PyTorch <c>Sequential</c> of linear layers and activations.</summary>
    public const string HeadFile = "head.safetensors";

    private const string Pooler = "pooler.";
    private const string HeadLayer = "head.";

    /// <summary>Transformers' class for the model's folder.</summary>
    public string Architecture => head is null ? family.EncoderClass : family.ClassifierClass;

    /// <summary>Whether there is a file for the head.</summary>
    public bool HasHeadFile => head is null;

    /// <summary>Where a weight lies.</summary>
    /// <param name="name">Its name in the core: <c>head.0</c>, <c>head.2</c> ... are the head's linear layers.</param>
    /// <returns>Its place; null for a pooler that the model does not have, because its place is a layer's of the head.</returns>
    public StoredPlace? PlaceOf(string name)
    {
        if (name.StartsWith(HeadLayer, StringComparison.Ordinal))
        {
            return head is null ? new(HeadFile, name) : new(ModelFile, TransformersName(head, name));
        }

        if (!name.StartsWith(Pooler, StringComparison.Ordinal))
        {
            return InModel(name);
        }

        return head is { Activation: not null } ? null : family.HasPooler ? InModel(name) : new(HeadFile, name);
    }

    private static string TransformersName(TransformersHead head, string name)
    {
        string[] parts = name.Split('.'); // head, number, weight or bias
        return $"{head.LayerNames[int.Parse(parts[1], CultureInfo.InvariantCulture) / 2]}.{parts[2]}";
    }

    private StoredPlace InModel(string name) => new(ModelFile, (head is null ? "" : family.Prefix) + family.FamilyName(name));
}
