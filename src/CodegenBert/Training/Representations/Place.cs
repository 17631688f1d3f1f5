namespace CodegenBert.Training.Representations;

/// <summary>Where a text's rows lie.</summary>
/// <param name="Memory">In which memory.</param>
/// <param name="Row">The first of them.</param>
internal readonly record struct Place(RowMemory Memory, long Row);

/// <summary>A text that was just encoded.</summary>
/// <param name="Key">The text's (<see cref="TextKey"/>).</param>
/// <param name="Row">Its first row in the block that it was written to.</param>
/// <param name="Rows">How many rows.</param>
internal readonly record struct NewEntry(UInt128 Key, long Row, int Rows);
