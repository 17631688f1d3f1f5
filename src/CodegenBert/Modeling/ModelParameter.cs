using CodegenBert.Modeling.Products;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>A named tensor of the model, and what the optimiser must know of it.</summary>
internal sealed class ModelParameter(string name, Tensor value, int depth) : IDisposable
{
    /// <summary>The <see cref="Depth"/> of the pooler and the head.</summary>
    public const int AboveEncoder = int.MaxValue;

    private readonly Lock _rounding = new();
    private Tensor? _rounded;
    private bool _isStale;
    private PackedMatrix? _packed;

    /// <summary>Transformers' name without prefix.</summary>
    public string Name { get; } = name;

    /// <summary>The values, float32. Lives as long as the model. Written in place only by an optimiser while it is trained, and by <see cref="Write"/>.</summary>
    public Tensor Value { get; private set; } = value.DetachFromDisposeScope();

    /// <summary>
    /// The values as a matrix product reads them: <see cref="Value"/> itself, or a copy rounded to <see cref="OperandType"/> that is kept until they change. It is what a gradient is computed by
    /// where the parameter is trained: rounding is the identity for gradients, so that of the copy, in its numbers, is that of the values.
    /// </summary>
    public Tensor Operand => OperandType == Value.dtype ? Value : KeptCopy();

    /// <summary>Whether it is a matrix that the kernel of ours multiplies by.</summary>
    public bool IsPackable => _packed is not null || (IsLayerOperand && OperandType == ScalarType.Float32 && PackedMatrix.CanHold(Value));

    /// <summary>The matrix as that kernel reads it; kept until the values change.</summary>
    public PackedMatrix Packed
    {
        get
        {
            lock (_rounding)
            {
                return _packed ??= new(Value);
            }
        }
    }

    /// <summary>The numbers of <see cref="Operand"/>.</summary>
    public ScalarType OperandType
    {
        get => field;
        set
        {
            DropCopy();
            field = value;
        }
    } = ScalarType.Float32;

    /// <summary>0 for the embeddings, i for the i-th layer (from 1), <see cref="AboveEncoder"/> for what stands on the encoder.</summary>
    public int Depth { get; } = depth;

    /// <summary>Weight decay acts on matrices, not on biases and LayerNorm (Devlin et al. 2018, google-research/bert optimization.py).</summary>
    public bool Decays { get; } = !name.EndsWith(".bias", StringComparison.Ordinal) && !name.Contains("LayerNorm", StringComparison.Ordinal);

    /// <summary>Whether it is of a linear layer of one of the encoder's layers: those products are nearly all of a model's work.</summary>
    public bool IsLayerOperand { get; } = depth is > 0 and < AboveEncoder && !name.Contains("LayerNorm", StringComparison.Ordinal);

    /// <summary>Whether gradients are computed for it.</summary>
    public bool Trained
    {
        get => Value.requires_grad;
        set
        {
            DropCopy();
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
        lock (_rounding)
        {
            _isStale = true;
            DropPacked();
        }
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
            DropCopy();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Value.Dispose();
        DropCopy();
    }

    /// <summary>Several threads may ask: those that share a batch out, and those that ask a model that has been trained.</summary>
    private Tensor KeptCopy()
    {
        lock (_rounding)
        {
            using IDisposable apart = no_grad();
            if (_rounded is null)
            {
                _rounded = Value.to(OperandType).DetachFromDisposeScope();
                _rounded.requires_grad = Trained;
            }
            else if (_isStale)
            {
                _rounded.copy_(Value); // into the same memory: new copies in each step would lie among the activations, and keep theirs from being given back
            }

            _isStale = false;
            return _rounded;
        }
    }

    private void DropCopy()
    {
        lock (_rounding)
        {
            _rounded?.Dispose();
            _rounded = null;
            DropPacked();
        }
    }

    private void DropPacked()
    {
        _packed?.Dispose();
        _packed = null;
    }
}
