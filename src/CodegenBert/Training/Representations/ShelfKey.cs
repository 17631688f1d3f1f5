using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training.Representations;

/// <summary>
/// What a shelf is known by: the SHA-256 of all that a frozen part's word on a text depends on beside the text. That is its weights as they are now, what is kept of its
/// output, its configuration, the precision, and how it is computed; never a path or a time.
/// </summary>
/// <param name="Hash">64 hexadecimal digits.</param>
/// <param name="Description">What it stands for in words.</param>
internal sealed record ShelfKey(string Hash, string Description)
{
    /// <summary>Values that are hashed at once.</summary>
    private const long ValuesAtOnce = 1 << 24;

    /// <summary>The key of a model's frozen part as it is now.</summary>
    /// <param name="model">The model; something of it is frozen.</param>
    /// <param name="precision">In which the frozen part is computed.</param>
    public static ShelfKey Of(SequenceClassifier model, Precision precision)
    {
        string description = Describe(model, precision);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, description);
        Append(hash, Computation.Name());
        foreach (ModelParameter parameter in model.FrozenPart.OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
        {
            Append(hash, string.Create(CultureInfo.InvariantCulture, $"{parameter.Name} {parameter.Value.dtype} [{string.Join(", ", parameter.Value.shape)}]"));
            Append(hash, parameter.Value);
        }

        return new(Convert.ToHexStringLower(hash.GetHashAndReset()), description);
    }

    /// <summary>All of it in words but for the weights.</summary>
    /// <param name="model">The model; something of it is frozen.</param>
    /// <param name="precision">In which the frozen part is computed.</param>
    public static string Describe(SequenceClassifier model, Precision precision)
    {
        EncoderConfiguration c = model.Configuration;
        IEnumerable<string> vectors = model.Plan.Features.Where(feature => feature.Layer <= model.Boundary).Select(feature => $"{Kind(feature.Pooling, model.PoolerFrozen)} of layer {feature.Layer}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {c.Family.ModelType}: width {c.HiddenSize}, embeddings {c.EmbeddingSize}, {c.AttentionHeads} heads, intermediate {c.IntermediateSize}, {c.TypeVocabularySize} segments, {c.Activation}, LayerNorm epsilon {c.LayerNormEpsilon:R}
            frozen up to layer {model.Boundary}; kept: {string.Join(", ", [.. model.TrainsEncoder ? ["hidden state"] : Array.Empty<string>(), .. vectors])}
            {precision}, kept as float32
            """).ReplaceLineEndings("\n");
    }

    /// <summary>What is kept for a pooling: of a pooler that is still to be trained, what it reads.</summary>
    private static string Kind(Pooling pooling, bool poolerFrozen) => pooling == Pooling.Pooler && !poolerFrozen ? nameof(Pooling.Cls) : pooling.ToString();

    private static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        Tensor flat = values.detach().to(CPU).contiguous().view(-1);
        for (long from = 0; from < flat.numel(); from += ValuesAtOnce)
        {
            hash.AppendData(flat.narrow(0, from, Math.Min(ValuesAtOnce, flat.numel() - from)).bytes);
        }
    }
}
