namespace CodegenBert.Benchmarks.Tokenizers;

/// <summary>A tokenizer that is timed on one thread.</summary>
internal interface ITimedTokenizer
{
    /// <summary>Its name, with the method that is called.</summary>
    string Name { get; }

    /// <summary>Encodes all texts once.</summary>
    TokenizerRound Run();

    /// <summary>Each text's ids, special tokens included.</summary>
    IEnumerable<int[]> Ids();
}

/// <summary>One round over all texts.</summary>
/// <param name="Seconds">The time.</param>
/// <param name="Tokens">The ids, special tokens included.</param>
/// <param name="Bytes">What was allocated on the managed heap; null where that cannot be seen.</param>
internal readonly record struct TokenizerRound(double Seconds, long Tokens, long? Bytes);
