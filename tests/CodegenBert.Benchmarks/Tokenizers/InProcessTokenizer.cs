using System.Diagnostics;

namespace CodegenBert.Benchmarks.Tokenizers;

/// <summary>A tokenizer of this process.</summary>
/// <param name="name">Its name.</param>
/// <param name="texts">The texts.</param>
/// <param name="count">Encodes a text as a program would, and counts its ids.</param>
/// <param name="ids">Encodes a text and gives its ids.</param>
internal sealed class InProcessTokenizer(string name, string[] texts, Func<string, int> count, Func<string, int[]> ids) : ITimedTokenizer
{
    public string Name => name;

    public TokenizerRound Run()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        long tokens = 0;
        foreach (string text in texts)
        {
            tokens += count(text);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new TokenizerRound(seconds, tokens, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public IEnumerable<int[]> Ids() => texts.Select(ids);
}
