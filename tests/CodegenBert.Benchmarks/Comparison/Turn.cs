namespace CodegenBert.Benchmarks.Comparison;

/// <summary>What one side did when it was its turn.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Useful">Tokens of the texts, [CLS] and [SEP] included.</param>
/// <param name="Computed">The same with padding.</param>
internal readonly record struct Turn(double Seconds, long Useful, long Computed)
{
    /// <summary>Useful tokens a second.</summary>
    public double Rate => Useful / Seconds;
}
