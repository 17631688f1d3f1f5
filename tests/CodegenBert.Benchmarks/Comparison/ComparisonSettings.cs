namespace CodegenBert.Benchmarks.Comparison;

/// <summary>What is measured, and how often.</summary>
/// <param name="Data">The folder with the corpora.</param>
/// <param name="Corpora">The corpora.</param>
/// <param name="Repeats">Pairs of turns.</param>
/// <param name="Steps">The rival's steps of training in a turn, each of 32 rows; ours are four times as many.</param>
/// <param name="Node">A folder with <c>node_modules/tokenizers</c>.</param>
internal sealed record ComparisonSettings(string Data, IReadOnlyList<ComparisonCorpus> Corpora, int Repeats, int Steps, string Node)
{
    /// <summary>The shipped encoder's folder.</summary>
    public static string Encoder { get; } = Path.Combine(AppContext.BaseDirectory, "encoders", "minilm-l6");
}
