using System.CommandLine;
using System.Globalization;
using CodegenBert.Benchmarks.Comparison;

namespace CodegenBert.Benchmarks.Tokenizers;

/// <summary>
/// <c>tokenizer</c>: the speed of the tokenizer on one thread beside others', on the training texts of the corpora. The figures are medians over the rounds, and a ratio is the median of the rounds' ratios.
/// </summary>
internal sealed class TokenizerCommand : Command
{
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
        using var tokenizers = TimedTokenizers.Start(data, modules);
        TokenizerRound[][] measured = tokenizers.Run(rounds);
        int count = tokenizers.Texts.Count;
        int[][] reference = [.. (tokenizers.HuggingFace ?? tokenizers.All[0]).Ids()];
        Print($"{count} texts, {tokenizers.Texts.Average(text => text.Length):F1} characters and {reference.Average(ids => ids.Length):F1} ids on average; one thread, {rounds} rounds");
        Print($"{"",-54} {"texts/s",9} {"tokens/s",12} {"spread",7} {"ours is",8} {"bytes/text",10}  same ids as {(tokenizers.HuggingFace is null ? "ours" : "Hugging Face")}");
        for (int i = 0; i < tokenizers.All.Count; i++)
        {
            double[] seconds = [.. measured.Select(round => round[i].Seconds)];
            double median = Median.Of(seconds), ratio = Median.Of(measured.Select(round => round[i].Seconds / round[0].Seconds));
            int same = tokenizers.All[i].Ids().Zip(reference).Count(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
            TokenizerRound last = measured[^1][i];
            string bytes = last.Bytes is { } allocated ? string.Create(CultureInfo.InvariantCulture, $"{(double)allocated / count:F0}") : "";
            Print($"{tokenizers.All[i].Name,-54} {count / median,9:F0} {last.Tokens / median,12:F0} {(seconds.Max() - seconds.Min()) / median,7:P0} {ratio,7:F2}x {bytes,10}  {(double)same / count:P2}");
        }
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
