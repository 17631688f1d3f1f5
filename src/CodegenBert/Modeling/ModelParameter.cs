using CodegenBert.Modeling.Products;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>A named tensor of the model, and what the optimiser must know of it.</summary>
internal sealed class ModelParameter : IDisposable
{
    /// <summary>The <see cref="Depth"/> of the pooler and the head.</summary>
    public const int AboveEncoder = int.MaxValue;

    private readonly KeptCopy<Tensor> _rounded;
    private readonly KeptCopy<PackedMatrix> _packed;

    /// <summary>Takes a tensor over.</summary>
    /// <param name="name">Transformers' name without prefix.</param>
    /// <param name="value">The values, float32.</param>
    /// <param name="depth">See <see cref="Depth"/>.</param>
    public ModelParameter(string name, Tensor value, int depth)
    {
        (Name, Value, Depth) = (name, value.DetachFromDisposeScope(), depth);
        _rounded = new(Rounded, copy =>
        {
            using IDisposable apart = no_grad();
            copy.copy_(Value);
        });
        _packed = new(() => new(Value), copy => copy.Write(Value));
        Decays = !name.EndsWith(".bias", StringComparison.Ordinal) && !name.Contains("LayerNorm", StringComparison.Ordinal);
        IsLayerOperand = depth is > 0 and < AboveEncoder && !name.Contains("LayerNorm", StringComparison.Ordinal);
    }

    /// <summary>Transformers' name without prefix.</summary>
    public string Name { get; }

    /// <summary>The values, float32. Lives as long as the model. Written in place only by an optimiser while it is trained, and by <see cref="Write"/>.</summary>
    public Tensor Value { get; private set; }

    /// <summary>
    /// The values as a matrix product reads them: <see cref="Value"/> itself, or a copy rounded to <see cref="OperandType"/> that is kept until they change. It is what a gradient is computed by
    /// where the parameter is trained: rounding is the identity for gradients, so that of the copy, in its numbers, is that of the values.
    /// </summary>
    public Tensor Operand => OperandType == Value.dtype ? Value : _rounded.Current;

    /// <summary>Whether it is a matrix that the kernel of ours multiplies by.</summary>
    public bool IsPackable => _packed.Exists || (IsLayerOperand && OperandType == ScalarType.Float32 && PackedMatrix.CanHold(Value));

    /// <summary>Whether that kernel computes derivatives, too, and is the faster one.</summary>
    public bool IsTrainedByKernel => PanelKernel.SurpassMkl && IsLayerOperand && OperandType == ScalarType.Float32 && LinearFunction.CanMultiply(Value);

    /// <summary>The matrix as that kernel reads it; kept until the values change.</summary>
    public PackedMatrix Packed => _packed.Current;

    /// <summary>The numbers of <see cref="Operand"/>.</summary>
    public ScalarType OperandType
    {
        get => field;
        set
        {
            DropCopies();
            field = value;
        }
    } = ScalarType.Float32;

    /// <summary>0 for the embeddings, i for the i-th layer (from 1), <see cref="AboveEncoder"/> for what stands on the encoder.</summary>
    public int Depth { get; }

    /// <summary>Weight decay acts on matrices, not on biases and LayerNorm (Devlin et al. 2018, google-research/bert optimization.py).</summary>
    public bool Decays { get; }

    /// <summary>Whether it is of a linear layer of one of the encoder's layers: those products are nearly all of a model's work.</summary>
    public bool IsLayerOperand { get; }

    /// <summary>Whether gradients are computed for it.</summary>
    public bool Trained
    {
        get => Value.requires_grad;
        set
        {
            DropCopies();
            Value.requires_grad = value;
        }
    }

    /// <summary>Copies values into <see cref="Value"/>, in place, so that an optimiser goes on with them.</summary>
    /// <param name="values">Of the same shape.</param>
    public void Write(Tensor values)
    {
        using IDisposable evaluation = no_grad();
        Value.copy_(values);
        HasChanged();
    }

    /// <summary>Says that an optimiser has changed the values in place.</summary>
    public void HasChanged()
    {
        _rounded.MarkStale();
        _packed.MarkStale();
    }

    /// <summary>Whether products read a copy of the values in training: <see cref="Prepare"/> makes it.</summary>
    public bool IsCopied => IsTrainedByKernel || OperandType != Value.dtype;

    /// <summary>Makes what products read, which else is made when it is first asked for, by one thread while others wait. Gives <see cref="Operand"/>.</summary>
    public Tensor Prepare()
    {
        if (IsTrainedByKernel)
        {
            _ = Packed;
        }

        return Operand;
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
            DropCopies();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Value.Dispose();
        DropCopies();
    }

    private Tensor Rounded()
    {
        using IDisposable apart = no_grad();
        Tensor rounded = Value.to(OperandType).DetachFromDisposeScope();
        rounded.requires_grad = Trained;
        return rounded;
    }

    private void DropCopies()
    {
        _rounded.Dispose();
        _packed.Dispose();
    }
}
