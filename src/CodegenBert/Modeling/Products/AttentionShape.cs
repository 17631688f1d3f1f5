namespace CodegenBert.Modeling.Products;

/// <summary>The texts of a batch, as attention sees them.</summary>
/// <param name="Lengths">Real positions of each text.</param>
/// <param name="Asking">Q: positions of each text that ask, all or [CLS] alone.</param>
/// <param name="Positions">S: positions of each text, with padding.</param>
internal sealed record AttentionShape(IReadOnlyList<int> Lengths, int Asking, int Positions);
