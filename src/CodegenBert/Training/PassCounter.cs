namespace CodegenBert.Training;

/// <summary>Counts what passes through the encoder's frozen and trained part, so that "once" can be seen in the report.</summary>
internal sealed class PassCounter
{
    private EncoderPasses _frozen;
    private EncoderPasses _trained;

    /// <summary>The frozen part's count since the last <see cref="TakeFrozen"/>.</summary>
    public EncoderPasses Frozen => _frozen;

    /// <summary>The trained part's count since the last <see cref="TakeTrained"/>.</summary>
    public EncoderPasses Trained => _trained;

    /// <summary>Counts on from what an interrupted run had counted.</summary>
    public void GoOnFrom(EncoderPasses frozen, EncoderPasses trained) => (_frozen, _trained) = (frozen, trained);

    /// <summary>Texts of these lengths have passed through the frozen part.</summary>
    public void CountFrozen(IReadOnlyList<int> lengths) => _frozen += Passes(lengths);

    /// <summary>Texts of these lengths have passed through the trained part.</summary>
    public void CountTrained(IReadOnlyList<int> lengths) => _trained += Passes(lengths);

    /// <summary>The frozen part's count since the last call.</summary>
    public EncoderPasses TakeFrozen() => Take(ref _frozen);

    /// <summary>The trained part's count since the last call.</summary>
    public EncoderPasses TakeTrained() => Take(ref _trained);

    private static EncoderPasses Passes(IReadOnlyList<int> lengths) => new(lengths.Count, lengths.Sum(length => (long)length));

    private static EncoderPasses Take(ref EncoderPasses count)
    {
        EncoderPasses taken = count;
        count = default;
        return taken;
    }
}
