namespace CodegenBert.Tasks;

/// <summary>What the head reads of a layer's token outputs.</summary>
public enum Pooling
{
    /// <summary>The vector of <c>[CLS]</c> (Devlin et al. 2018, section 3.2).</summary>
    Cls = 0,

    /// <summary>The last layer's <c>[CLS]</c> through the encoder's dense layer and tanh, as <c>BertForSequenceClassification</c> does.</summary>
    Pooler = 1,

    /// <summary>The mean over all real tokens, <c>[CLS]</c> and <c>[SEP]</c> included.</summary>
    Mean = 2,

    /// <summary>The sum over all real tokens.</summary>
    Sum = 3,
}

/// <summary>The non-linearity between the head's layers.</summary>
public enum HeadActivation
{
    /// <summary>Hyperbolic tangent.</summary>
    Tanh = 0,

    /// <summary>Gaussian error linear unit, exact (erf) form.</summary>
    Gelu = 1,

    /// <summary>Rectified linear unit.</summary>
    Relu = 2,
}

/// <summary>
/// The classification head: logistic regression <c>softmax(W h + b)</c> if <see cref="Hidden"/> is empty, else a neural network.
/// What it reads is, for each layer in ascending order, each pooling in the order given, joined into one vector h.
/// </summary>
public sealed record HeadDefinition
{
    /// <summary>What is read of each layer; several are joined.</summary>
    public IReadOnlyList<Pooling> Pooling { get; init; } = [Tasks.Pooling.Cls];

    /// <summary>Which layers are read; several are joined (Devlin et al. 2018, section 5.3).</summary>
    public LayerSelection Layers { get; init; } = LayerSelection.Last;

    /// <summary>Widths of the hidden layers; none means logistic regression.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [];

    /// <summary>The non-linearity after each hidden layer.</summary>
    public HeadActivation Activation { get; init; } = HeadActivation.Tanh;

    /// <summary>Probability of dropping an input of each of the head's linear layers while training, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.1;
}
