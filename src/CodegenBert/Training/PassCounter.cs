namespace CodegenBert.Training;

/// <summary>Counts what passes through the encoder's frozen and trained part, so that "once" can be seen in the report.</summary>
internal sealed class PassCounter
{
    private EncoderPasses _frozen;
    private EncoderPasses _trained;
    private EncoderPasses _stored;

    /// <summary>The frozen part's count since the last <see cref="TakeFrozen"/>.</summary>
    public EncoderPasses Frozen => _frozen;

    /// <summary>The trained part's count since the last <see cref="TakeTrained"/>.</summary>
    public EncoderPasses Trained => _trained;

    /// <summary>The count of what was remembered, since the last <see cref="TakeStored"/>.</summary>
    public EncoderPasses Stored => _stored;

    /// <summary>Counts on from what an interrupted run had counted.</summary>
    public void GoOnFrom(EncoderPasses frozen, EncoderPasses stored, EncoderPasses trained) => (_frozen, _stored, _trained) = (frozen, stored, trained);

    /// <summary>Texts of these lengths have passed through the frozen part.</summary>
    public void CountFrozen(IReadOnlyList<int> lengths) => _frozen += Passes(lengths);

    /// <summary>Texts of these lengths have passed through the trained part.</summary>
    public void CountTrained(IReadOnlyList<int> lengths) => _trained += Passes(lengths);

    /// <summary>So much did not have to pass through the frozen part: it is remembered.</summary>
    public void CountStored(EncoderPasses passes) => _stored += passes;

    /// <summary>The frozen part's count since the last call.</summary>
    public EncoderPasses TakeFrozen() => Take(ref _frozen);

    /// <summary>The trained part's count since the last call.</summary>
    public EncoderPasses TakeTrained() => Take(ref _trained);

    /// <summary>The count of what was remembered, since the last call.</summary>
    public EncoderPasses TakeStored() => Take(ref _stored);

    private static EncoderPasses Passes(IReadOnlyList<int> lengths) => new(lengths.Count, lengths.Sum(length => (long)length));

    private static EncoderPasses Take(ref EncoderPasses count)
    {
        EncoderPasses taken = count;
        count = default;
        return taken;
    }
}
