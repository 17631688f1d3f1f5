namespace CodegenBert.Generators.Model;

/// <summary>The head's shape. Poolings and activation are the names of the core's enum members.</summary>
internal sealed record HeadModel(
    EquatableArray<string> Pooling,
    LayersModel Layers,
    EquatableArray<int> Hidden,
    string Activation,
    double Dropout)
{
    public static HeadModel Default { get; } = new(new(["Cls"]), LayersModel.Last, default, "Tanh", 0.1);
}

/// <summary>The layers that the head reads: the last n if <see cref="Numbers"/> is empty.</summary>
internal sealed record LayersModel(int LastCount, EquatableArray<int> Numbers)
{
    public static LayersModel Last { get; } = new(1, default);

    public bool IsLastOnly => LastCount == 1 && Numbers.Count == 0;
}
