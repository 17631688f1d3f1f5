using System.Globalization;
using CodegenBert.Benchmarks.Tokenizers;

namespace CodegenBert.Benchmarks.Comparison.Parts;

/// <summary>The tokenizer on one thread beside Microsoft.ML.Tokenizers' and, where Node has it, Hugging Face's; the corpora's training texts.</summary>
internal sealed class TokenizerComparison : IComparison
{
    private const int RoundsOfRepeat = 5;

    /// <inheritdoc />
    public string Name => "tokenizer";

    /// <inheritdoc />
    public IEnumerable<ComparisonRow> Run(ComparisonSettings settings)
    {
        using var tokenizers = TimedTokenizers.Start(settings.Data, settings.Node);
        TokenizerRound[][] rounds = tokenizers.Run(RoundsOfRepeat * settings.Repeats);
        for (int i = 1; i < tokenizers.All.Count; i++)
        {
            string note = $"ours {Rate(rounds, 0)}, theirs {Rate(rounds, i)}; {tokenizers.Texts.Count} texts, {rounds.Length} rounds";
            bool isMicrosoft = i == TimedTokenizers.Microsoft;
            yield return new(
                Name, $"tokenizer, one thread, beside {(isMicrosoft ? "Microsoft.ML.Tokenizers" : tokenizers.All[i].Name)}", [.. rounds.Select(round => round[i].Seconds / round[0].Seconds)], "x", isMicrosoft ? Goal.AtLeast(2) : null, note);
        }
    }

    private static string Rate(TokenizerRound[][] rounds, int tokenizer) => string.Create(
        CultureInfo.InvariantCulture, $"{rounds[0][tokenizer].Tokens / Median.Of(rounds.Select(round => round[tokenizer].Seconds)) / 1e6:F2} million tokens/s");
}
