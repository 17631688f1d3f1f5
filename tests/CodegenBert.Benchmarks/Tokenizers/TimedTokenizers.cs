using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using Microsoft.ML.Tokenizers;

namespace CodegenBert.Benchmarks.Tokenizers;

/// <summary>Ours and others', on the training texts of the corpora. All take turns, round by round.</summary>
internal sealed class TimedTokenizers : IDisposable
{
    /// <summary>Where in <see cref="All"/> Microsoft.ML.Tokenizers' is; ours is the first.</summary>
    public const int Microsoft = 1;

    private const int WarmUpRounds = 3;

    private TimedTokenizers(IReadOnlyList<string> texts, IReadOnlyList<ITimedTokenizer> all, NodeTokenizer? huggingFace) => (Texts, All, HuggingFace) = (texts, all, huggingFace);

    /// <summary>The texts.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>The tokenizers, ours first.</summary>
    public IReadOnlyList<ITimedTokenizer> All { get; }

    /// <summary>Hugging Face's; null where there is none.</summary>
    public NodeTokenizer? HuggingFace { get; }

    /// <summary>Makes them; says on the console which is left out.</summary>
    /// <param name="data">The folder with the corpora.</param>
    /// <param name="modules">A folder with <c>node_modules/tokenizers</c>.</param>
    public static TimedTokenizers Start(string data, string modules)
    {
        string vocabulary = Path.Combine(AppContext.BaseDirectory, "encoders", "minilm-l6", "vocab.txt");
        string[] texts = [.. TextsOf(data)];
        NodeTokenizer? huggingFace = NodeTokenizer.Start(modules, vocabulary, texts);
        List<ITimedTokenizer> tokenizers = [Ours(vocabulary, texts), MicrosoftMl(vocabulary, texts)];
#if FASTBERTTOKENIZER
        tokenizers.Add(FastBert(vocabulary, texts));
#endif
        if (huggingFace is not null)
        {
            tokenizers.Add(huggingFace);
        }

        return new(texts, tokenizers, huggingFace);
    }

    /// <summary>Rounds after some that do not count: for each the tokenizers' times, in the order of <see cref="All"/>.</summary>
    public TokenizerRound[][] Run(int rounds)
    {
        for (int i = 0; i < WarmUpRounds; i++)
        {
            foreach (ITimedTokenizer tokenizer in All)
            {
                tokenizer.Run();
            }
        }

        return [.. Enumerable.Range(0, rounds).Select(_ => All.Select(tokenizer => tokenizer.Run()).ToArray())];
    }

    /// <inheritdoc />
    public void Dispose() => HuggingFace?.Dispose();

    private static IEnumerable<string> TextsOf(string data) =>
        from corpus in Corpus.All.DistinctBy(corpus => corpus.Folder)
        from row in DatasetRuntime.Read(corpus.Task, Path.Combine(data, corpus.Folder, "train.tsv"))
        from text in (string?[])[row.Input.First, row.Input.Second]
        where text is not null
        select text;

    private static InProcessTokenizer Ours(string vocabulary, string[] texts)
    {
        var encoder = new InputEncoder(BertWordPieceTokenizer.Create(vocabulary), 512, TruncationStrategy.None);
        return new InProcessTokenizer("CodegenBert, InputEncoder.Encode", texts, text => encoder.Encode(text).Length, text => encoder.Encode(text).InputIds.ToArray());
    }

    private static InProcessTokenizer MicrosoftMl(string vocabulary, string[] texts)
    {
        var tokenizer = BertTokenizer.Create(vocabulary);
        return new InProcessTokenizer("Microsoft.ML.Tokenizers, BertTokenizer.EncodeToIds", texts, text => tokenizer.EncodeToIds(text).Count, text => [.. tokenizer.EncodeToIds(text)]);
    }

#if FASTBERTTOKENIZER
    private static InProcessTokenizer FastBert(string vocabulary, string[] texts)
    {
        var tokenizer = new FastBertTokenizer.BertTokenizer();
        using (StreamReader reader = File.OpenText(vocabulary))
        {
            tokenizer.LoadVocabulary(reader, convertInputToLowercase: true);
        }

        long[] ids = new long[512], mask = new long[512], types = new long[512];
        return new InProcessTokenizer(
            "FastBertTokenizer, Encode into buffers", texts, Encode, text => [.. ids.Take(Encode(text)).Select(id => (int)id)]);

        int Encode(string text) => tokenizer.Encode(text, ids, mask, types);
    }
#endif
}
