using System.Text;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Tests.Data;

/// <summary>Corpora as their authors publish them.</summary>
public sealed class RawFormatTests
{
    [SharedDataFact]
    public void Banking77_is_quoted_CSV()
    {
        string path = Raw("banking77-quoted.csv");
        string[] labels = [.. File.ReadLines(path).Skip(1).Select(line => line[(line.LastIndexOf(',') + 1)..]).Where(label => label.All(c => char.IsAsciiLetter(c) || c == '_')).Distinct()];
        TaskDefinition task = DataTasks.Define("Banking", new("text"), labels) with { Columns = new Dictionary<string, string> { ["label"] = "category" } };

        IReadOnlyList<LabeledTexts> rows = DatasetRuntime.Read(task, path);

        Assert.Equal("How do I know if I will get my card, or if it is lost?", rows[4].Input.First);
        Assert.Equal(6, rows[4].Origin.Line);
        int logicalLines = QuotedRecords(File.ReadAllText(path)) - 1;
        Assert.Equal(logicalLines, rows.Count);
    }

    [SharedDataFact]
    public void MRPC_has_a_byte_order_mark_and_quotes_that_belong_to_the_text()
    {
        string path = Raw("mrpc-bom-literal-quotes.txt");
        TaskDefinition task = DataTasks.Define("Paraphrase", new("first", "second"), "0", "1") with
        {
            Columns = new Dictionary<string, string> { ["first"] = "#1 String", ["second"] = "#2 String", ["label"] = "Quality" },
        };

        IReadOnlyList<LabeledTexts> rows = DatasetRuntime.Read(task, path);

        Assert.Equal(File.ReadLines(path).Count() - 1, rows.Count);
        Assert.Equal("Amrozi accused his brother, whom he called \"the witness\", of deliberately distorting his evidence.", rows[0].Input.First);
        Assert.Equal(1, rows[0].Target.LabelIndex);
    }

    [SharedDataFact]
    public void STS_B_is_tab_separated_whatever_its_name_and_its_ragged_lines_are_named()
    {
        string path = Raw("stsb-ragged-tabs.csv");
        TaskDefinition task = DataTasks.Define("Similarity", new("sentence1", "sentence2"), "a", "b") with { Output = OutputDefinition.Regression(new("score", 0, 5)), Labels = LabelSet.None };

        Assert.StartsWith($"{path}:1: the header has no column `sentence1`", Assert.Throws<DataFileException>(() => DatasetRuntime.Read(task, path)).Message, StringComparison.Ordinal);

        string[] lines = File.ReadAllLines(path);
        byte[] withHeader = Encoding.UTF8.GetBytes("genre\tfile\tyear\tid\tscore\tsentence1\tsentence2\n" + string.Join('\n', lines) + "\n");
        int[] ragged = [.. lines.Index().Where(line => line.Item.Split('\t').Length != 7).Select(line => line.Index + 2)];
        Assert.NotEmpty(ragged);
        string[] faults = DataFiles.Refusal(task, "stsb.csv", withHeader, DataFormat.Tsv).Split('\n');
        Assert.Equal(ragged.Take(20), faults.Take(20).Select(fault => int.Parse(fault.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal($"and {ragged.Length - 20} more", faults[20]);
    }

    [SharedDataFact]
    public void TREC_is_Latin_1_and_its_bytes_are_named_with_the_way_to_convert_them()
    {
        byte[] bytes = File.ReadAllBytes(Raw("trec-latin1.txt"));
        string[] lines = Encoding.Latin1.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string tsv = "label\ttext\n" + string.Join('\n', lines.Select(line => $"{line.Split(':')[0]}\t{line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]}")) + "\n";
        TaskDefinition task = DataTasks.Define("Questions", new("text"), "ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM");
        int[] beyond = [.. lines.Index().Where(line => line.Item.Any(c => c >= 0x80)).Select(line => line.Index + 2)];
        Assert.NotEmpty(beyond);

        string[] faults = DataFiles.Refusal(task, "trec.tsv", Encoding.Latin1.GetBytes(tsv)).Split('\n');

        Assert.Equal(beyond, faults.Select(fault => int.Parse(fault.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(faults, fault => Assert.EndsWith("is not UTF-8; it seems to be Windows-1252 (which ISO-8859-1, Latin-1, is a part of); save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 trec.tsv > utf8-trec.tsv", fault, StringComparison.Ordinal));
        Assert.Equal(lines.Length, DataFiles.Read(task, "trec.tsv", Encoding.UTF8.GetBytes(tsv)).Count);
    }

    private static string Raw(string name) => SharedData.PathOf("raw-formats", name);

    /// <summary>Records of a CSV file that is right: line ends outside of quotes.</summary>
    private static int QuotedRecords(string text)
    {
        bool quoted = false;
        int count = 0;
        foreach (char c in text)
        {
            quoted ^= c == '"';
            count += c == '\n' && !quoted ? 1 : 0;
        }

        return count + (text.EndsWith('\n') ? 0 : 1);
    }
}
