using System.CommandLine;
using System.Globalization;
using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using Microsoft.ML.Tokenizers;

namespace CodegenBert.Benchmarks.Tokenizers;

/// <summary>
/// <c>tokenizer</c>: the speed of the tokenizer on one thread beside others', on the training texts of the corpora. All take turns, round
/// by round; the figures are medians over the rounds, and a ratio is the median of the rounds' ratios.
/// </summary>
internal sealed class TokenizerCommand : Command
{
    private const int WarmUpRounds = 3;

    private readonly Option<string> _data = new("--data") { Description = "The folder with the corpora.", DefaultValueFactory = _ => SharedData.Datasets };
    private readonly Option<int> _rounds = new("--rounds") { Description = "How often each encodes all texts.", DefaultValueFactory = _ => 15 };
    private readonly Option<string> _node = new("--node") { Description = "A folder with node_modules/tokenizers.", DefaultValueFactory = _ => "." };

    public TokenizerCommand()
        : base("tokenizer", "The tokenizer's speed beside Microsoft.ML.Tokenizers' and Hugging Face's.")
    {
        Options.Add(_data);
        Options.Add(_rounds);
        Options.Add(_node);
        SetAction(arguments => Run(arguments.GetRequiredValue(_data), arguments.GetRequiredValue(_rounds), arguments.GetRequiredValue(_node)));
    }

    private static void Run(string data, int rounds, string modules)
    {
        string vocabulary = Path.Combine(AppContext.BaseDirectory, "encoders", "minilm-l6", "vocab.txt");
        string[] texts = [.. Texts(data)];
        using NodeTokenizer? huggingFace = NodeTokenizer.Start(modules, vocabulary, texts);
        List<ITimedTokenizer> tokenizers = [Ours(vocabulary, texts), Microsoft(vocabulary, texts)];
#if FASTBERTTOKENIZER
        tokenizers.Add(FastBert(vocabulary, texts));
#endif
        if (huggingFace is not null)
        {
            tokenizers.Add(huggingFace);
        }

        for (int i = 0; i < WarmUpRounds; i++)
        {
            tokenizers.ForEach(tokenizer => tokenizer.Run());
        }

        TokenizerRound[][] measured = [.. Enumerable.Range(0, rounds).Select(_ => tokenizers.Select(tokenizer => tokenizer.Run()).ToArray())];
        int[][] reference = [.. (huggingFace ?? tokenizers[0]).Ids()];
        Print($"{texts.Length} texts, {texts.Average(text => text.Length):F1} characters and {reference.Average(ids => ids.Length):F1} ids on average; one thread, {rounds} rounds");
        Print($"{"",-54} {"texts/s",9} {"tokens/s",12} {"spread",7} {"ours is",8} {"bytes/text",10}  same ids as {(huggingFace is null ? "ours" : "Hugging Face")}");
        for (int i = 0; i < tokenizers.Count; i++)
        {
            double[] seconds = [.. measured.Select(round => round[i].Seconds)];
            double ratio = Median(measured.Select(round => round[i].Seconds / round[0].Seconds));
            int same = tokenizers[i].Ids().Zip(reference).Count(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
            TokenizerRound last = measured[^1][i];
            string bytes = last.Bytes is { } allocated ? string.Create(CultureInfo.InvariantCulture, $"{(double)allocated / texts.Length:F0}") : "";
            Print($"{tokenizers[i].Name,-54} {texts.Length / Median(seconds),9:F0} {last.Tokens / Median(seconds),12:F0} {(seconds.Max() - seconds.Min()) / Median(seconds),7:P0} {ratio,7:F2}x {bytes,10}  {(double)same / texts.Length:P2}");
        }
    }

    private static IEnumerable<string> Texts(string data) =>
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

    private static InProcessTokenizer Microsoft(string vocabulary, string[] texts)
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

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
