namespace CodegenBert.Modeling;

/// <summary>What an encoder's files had too little or too much.</summary>
/// <param name="NewPooler">Whether they lack the pooler that the head reads, so that it starts at random and is trained in every freezing.</param>
/// <param name="Unexpected">Names of the weights that are not the encoder's.</param>
internal sealed record LoadingNotes(bool NewPooler, IReadOnlyList<string> Unexpected);
