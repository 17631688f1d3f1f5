using System.Text;
using System.Text.Json;
using CodegenBert.Data;
using CodegenBert.Tasks;

namespace CodegenBert.Benchmarks.Streaming;

/// <summary>Pairs of texts as long as those of entailment corpora, each another one.</summary>
internal static class StreamedRows
{
    private static readonly string[] s_words =
    [
        "the", "a", "man", "woman", "young", "people", "dog", "is", "are", "playing", "walking", "in", "on", "street", "park", "with", "two", "outside", "near", "water",
        "wearing", "shirt", "red", "blue", "large", "group", "sitting", "standing", "looking", "at", "camera", "while", "another", "holding", "guitar", "unbelievably", "bicycle", "children",
    ];

    private static readonly string[] s_labels = ["entailment", "neutral", "contradiction"];

    public static TaskDefinition Task { get; } = new()
    {
        Name = "Streamed",
        SpecPath = "streamed.bert.yaml",
        Input = new("premise", "hypothesis"),
        Labels = new(s_labels.Select(label => new LabelDefinition(label, label))),
        Encoder = new(EncoderSource.Package, "minilm-l6"),
    };

    public static string Extension(DataFormat format) => format switch
    {
        DataFormat.Csv => ".csv",
        DataFormat.JsonLines => ".jsonl",
        DataFormat.Tsv => ".tsv",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Written are TSV, CSV and JSON Lines."),
    };

    public static void Write(string path, int count, DataFormat format)
    {
        var random = new Random(5);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        if (format != DataFormat.JsonLines)
        {
            writer.Write(format == DataFormat.Tsv ? "premise\thypothesis\tlabel\n" : "premise,hypothesis,label\n");
        }

        for (int row = 0; row < count; row++)
        {
            string premise = Sentence(random, 14, row), hypothesis = Sentence(random, 7, row), label = s_labels[random.Next(3)];
            writer.Write(format switch
            {
                DataFormat.Tsv => $"{premise}\t{hypothesis}\t{label}\n",
                DataFormat.Csv => $"\"{premise}\",{hypothesis},{label}\n",
                _ => JsonSerializer.Serialize(new { premise, hypothesis, label }) + "\n",
            });
        }
    }

    private static string Sentence(Random random, int length, int row)
    {
        var text = new StringBuilder();
        for (int i = random.Next(length / 2, length * 3 / 2); i > 0; i--)
        {
            text.Append(s_words[random.Next(s_words.Length)]).Append(' ');
        }

        return text.Append(row).Append('.').ToString();
    }
}
