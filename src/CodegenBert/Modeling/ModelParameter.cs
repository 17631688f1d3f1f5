using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>A named tensor of the model, and what the optimiser must know of it.</summary>
internal sealed class ModelParameter(string name, Tensor value, int depth) : IDisposable
{
    /// <summary>The <see cref="Depth"/> of the pooler and the head.</summary>
    public const int AboveEncoder = int.MaxValue;

    /// <summary>Transformers' name without prefix.</summary>
    public string Name { get; } = name;

    /// <summary>The values, float32. Lives as long as the model.</summary>
    public Tensor Value { get; private set; } = value.DetachFromDisposeScope();

    /// <summary>0 for the embeddings, i for the i-th layer (from 1), <see cref="AboveEncoder"/> for what stands on the encoder.</summary>
    public int Depth { get; } = depth;

    /// <summary>Weight decay acts on matrices, not on biases and LayerNorm (Devlin et al. 2018, google-research/bert optimization.py).</summary>
    public bool Decays { get; } = !name.EndsWith(".bias", StringComparison.Ordinal) && !name.Contains("LayerNorm", StringComparison.Ordinal);

    /// <summary>Whether gradients are computed for it.</summary>
    public bool Trained
    {
        get => Value.requires_grad;
        set => Value.requires_grad = value;
    }

    /// <summary>The <see cref="Depth"/> of a parameter of that name.</summary>
    public static int DepthOf(string name)
    {
        const string layer = "encoder.layer.";
        return name.StartsWith("embeddings.", StringComparison.Ordinal) ? 0
            : name.StartsWith(layer, StringComparison.Ordinal) ? 1 + int.Parse(name.AsSpan(layer.Length, name.IndexOf('.', layer.Length) - layer.Length), System.Globalization.CultureInfo.InvariantCulture)
            : AboveEncoder;
    }

    /// <summary>Moves the values; only before an optimiser holds them.</summary>
    public void MoveTo(Device device)
    {
        Tensor moved = Value.to(device).DetachFromDisposeScope();
        if (!ReferenceEquals(moved, Value))
        {
            Value.Dispose();
            Value = moved;
        }
    }

    /// <inheritdoc />
    public void Dispose() => Value.Dispose();
}
