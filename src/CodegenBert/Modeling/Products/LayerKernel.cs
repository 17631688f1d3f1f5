using CodegenBert.Checkpoints.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>
/// An encoder layer without derivatives and dropout, all of it by kernels of ours: each step shares its work out and writes into memory that is taken once for the layer. By libtorch each of some dozen
/// operations takes memory of its own and lays the weights out anew, which for a short text takes longer than what is to be computed. A row's bits depend neither on its neighbours nor on padding.
/// </summary>
/// <param name="parts">What the layer consists of.</param>
/// <param name="configuration">The encoder's.</param>
internal sealed unsafe class LayerKernel(LayerParts parts, EncoderConfiguration configuration)
{
    private readonly BatchAttention _attention = new(configuration.AttentionHeads, configuration.HeadSize);

    /// <summary>Whether the kernels can compute the layer as it is, here: the processor, the widths, the activation, the numbers.</summary>
    public bool IsUsable => _attention.IsUsable && configuration.Activation == EncoderActivation.Gelu && parts.Products.All(linear => linear.IsPackable);

    /// <summary>As <see cref="EncoderLayer.Forward"/>.</summary>
    /// <param name="hidden">(B, S, d)</param>
    /// <param name="lengths">Real positions of each text.</param>
    /// <param name="firstPositionOnly">Whether [CLS] alone is asked for.</param>
    public Tensor Forward(Tensor hidden, IReadOnlyList<int> lengths, bool firstPositionOnly)
    {
        using Tensor input = hidden.contiguous();
        int texts = lengths.Count, positions = (int)input.size(1), width = (int)input.size(2), inner = configuration.IntermediateSize;
        int asking = firstPositionOnly ? 1 : positions, rows = texts * positions, askingRows = texts * asking;
        Tensor result = empty(texts, asking, width);
        float* x = (float*)Memory.Of(input);
        using var scratch = new Scratch((((3 * askingRows) + (2 * rows)) * width) + (askingRows * inner));
        Rows all = new(x, width), asked = firstPositionOnly ? new(x, (nint)positions * width) : all; // (B * S, d), (B * Q, d)
        Rows query = new(scratch.Values, width), context = query.From(askingRows), attended = context.From(askingRows); // (B * Q, d)
        Rows key = attended.From(askingRows), value = key.From(rows);                            // (B * S, d)
        Rows activated = new(value.At(rows), inner), output = new((float*)Memory.Of(result), width); // (B * Q, intermediate), (B * Q, d)

        Multiply(new(parts.Attention.Query, asked, askingRows, query), new(parts.Attention.Key, all, rows, key), new(parts.Attention.Value, all, rows, value));
        _attention.Compute(query, key, value, context, new(lengths, asking, positions));
        Multiply(new Product(parts.AttentionOutput, context, askingRows, query));                    // the queries have been read
        parts.AttentionNorm.Kernel.Compute(query, asked, askingRows, attended);
        Multiply(new Product(parts.Intermediate, attended, askingRows, activated, activates: true));
        Multiply(new Product(parts.Output, activated, askingRows, context));
        parts.OutputNorm.Kernel.Compute(context, attended, askingRows, output);
        return result;
    }

    /// <summary>Products whose pieces are shared out together.</summary>
    private static void Multiply(params Product[] products) => SharedWork.Run(products.Sum(product => product.Pieces), piece =>
    {
        int product = 0;
        for (; piece >= products[product].Pieces; product++)
        {
            piece -= products[product].Pieces;
        }

        products[product].Compute(piece);
    });
}
