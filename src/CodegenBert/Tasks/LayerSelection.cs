namespace CodegenBert.Tasks;

/// <summary>Which of the encoder's layers the head reads: the last n, or chosen numbers (0 is the embeddings' output, n the output of the n-th layer).</summary>
public sealed record LayerSelection
{
    private readonly int _lastCount;

    private LayerSelection(int lastCount, IReadOnlyList<int> numbers) => (_lastCount, Numbers) = (lastCount, numbers);

    /// <summary>The last layer only.</summary>
    public static LayerSelection Last { get; } = LastLayers(1);

    /// <summary>The chosen numbers in ascending order; empty where the last n are meant.</summary>
    public IReadOnlyList<int> Numbers { get; }

    /// <summary>The last <paramref name="count"/> layers.</summary>
    /// <param name="count">1 or more.</param>
    public static LayerSelection LastLayers(int count) =>
        count >= 1 ? new(count, []) : throw new ArgumentOutOfRangeException(nameof(count), count, "At least one layer must be read.");

    /// <summary>Chosen layers.</summary>
    /// <param name="numbers">Distinct numbers, 0 for the embeddings' output.</param>
    public static LayerSelection Of(params IReadOnlyList<int> numbers)
    {
        int[] ascending = [.. numbers.Order()];
        if (ascending.Length == 0 || ascending[0] < 0 || ascending.Distinct().Count() != ascending.Length)
        {
            throw new ArgumentException("Layer numbers must be distinct, 0 or more, and at least one.", nameof(numbers));
        }

        return new(0, ascending);
    }

    /// <summary>The layer numbers in ascending order for an encoder of <paramref name="layerCount"/> layers.</summary>
    /// <param name="layerCount">The encoder's number of layers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A layer is chosen that the encoder does not have.</exception>
    public IReadOnlyList<int> Resolve(int layerCount)
    {
        int[] layers = Numbers.Count > 0 ? [.. Numbers] : [.. Enumerable.Range(layerCount - _lastCount + 1, _lastCount)];
        if (layers[0] < 0 || layers[^1] > layerCount)
        {
            throw new ArgumentOutOfRangeException(nameof(layerCount), layerCount, $"The head reads {this}, but the encoder has only {layerCount} layers.");
        }

        return layers;
    }

    /// <summary>As the spec writes it: <c>last</c>, <c>{ last: n }</c> or a list.</summary>
    public override string ToString() => (_lastCount, Numbers.Count) switch
    {
        (1, 0) => "last",
        (_, 0) => $"{{ last: {_lastCount} }}",
        _ => $"[{string.Join(", ", Numbers)}]",
    };
}
