using System.Text;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Benchmarks.Streaming;

/// <summary>Short texts of the words of real ones (sst2 and trec6), as long as those, no two alike: the first two words are the row's number in a system whose digits are the words.</summary>
internal sealed class ScoredTexts
{
    private static readonly string[] s_corpora = ["sst2", "trec6"];

    private readonly string[] _words;
    private readonly int[] _lengths;

    /// <summary>Reads the corpora.</summary>
    /// <param name="datasets">Their folder.</param>
    public ScoredTexts(string datasets)
    {
        string[][] texts = [.. s_corpora.SelectMany(corpus => DatasetRuntime.ReadInputs(Task, Path.Combine(datasets, corpus, "train.tsv")).Select(row => row.Input.First.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        _words = [.. texts.SelectMany(text => text).Distinct(StringComparer.Ordinal)];
        _lengths = [.. texts.Select(text => Math.Max(2, text.Length))];
    }

    /// <summary>The task that they are scored for.</summary>
    public static TaskDefinition Task { get; } = new()
    {
        Name = "Scored",
        SpecPath = "scored.bert.yaml",
        Input = new("text"),
        Labels = new([new("negative", "negative"), new("positive", "positive")]),
        Encoder = new(EncoderSource.Package, "minilm-l6"),
    };

    /// <summary>Writes texts.</summary>
    /// <param name="path">The file, TSV.</param>
    /// <param name="count">How many.</param>
    public void Write(string path, int count)
    {
        var random = new Random(5);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        writer.Write("text\n");
        for (int row = 0; row < count; row++)
        {
            writer.Write($"{_words[row % _words.Length]} {_words[row / _words.Length]}");
            for (int left = _lengths[random.Next(_lengths.Length)] - 2; left > 0; left--)
            {
                writer.Write(' ');
                writer.Write(_words[random.Next(_words.Length)]);
            }

            writer.Write('\n');
        }
    }
}
