using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Tests.Data;

/// <summary>Data sets that stay in their file.</summary>
public sealed class FileRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names => ["x.tsv", "x.csv", "x.jsonl", "x.tsv.gz", "x.csv.gz", "x.jsonl.gz"];

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_those_that_are_read_into_memory_by_order_and_by_index(string name)
    {
        string path = Write(name, 5_000);
        IReadOnlyList<LabeledTexts> expected = DatasetRuntime.Read(DataTasks.Sentiment, path), rows = DatasetRuntime.Open(DataTasks.Sentiment, path);

        Assert.Equal(expected, rows);
        Assert.Equal(5_000, rows.Count);
        Assert.All((int[])[0, 1, 1023, 1024, 1025, 4_999, 3_000, 3_000, 2_048, 0], index => Assert.Equal(expected[index], rows[index]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows[5_000]);
        Assert.Throws<ArgumentOutOfRangeException>(() => rows[-1]);
    }

    [Fact]
    public void A_bad_row_is_reported_before_any_is_given()
    {
        string path = Write("x.tsv", 3_000);
        File.AppendAllText(path, "a\tb\n");

        Assert.Equal($"{path}:3002:3: unknown label `b` in `label`; Sentiment has `negative`, `positive`", Assert.Throws<DataFileException>(() => DatasetRuntime.Open(DataTasks.Sentiment, path)).Message);
    }

    [Fact]
    public void A_file_that_has_changed_is_refused()
    {
        string path = Write("x.tsv", 10);
        IReadOnlyList<LabeledTexts> rows = DatasetRuntime.Open(DataTasks.Sentiment, path);
        File.AppendAllText(path, "a\tpositive\n");

        Assert.Equal($"{path}: has changed since it was checked; open it again", Assert.Throws<DataFileException>(() => rows.Count(row => row.Weight > 0)).Message);
        Assert.Throws<DataFileException>(() => rows[3]);
    }

    [Fact]
    public void They_need_no_second_check_for_their_task_and_one_for_another()
    {
        IReadOnlyList<LabeledTexts> rows = DatasetRuntime.Open(DataTasks.Sentiment, Write("x.tsv", 10));

        Assert.Same(rows, DatasetRuntime.Check(DataTasks.Sentiment, rows));
        Assert.NotSame(rows, DatasetRuntime.Check(DataTasks.Sentiment with { Name = "Other" }, rows));
    }

    [Fact]
    public void They_can_be_split()
    {
        IReadOnlyList<LabeledTexts> rows = DatasetRuntime.Open(DataTasks.Sentiment, Write("x.tsv", 2_000));

        (IReadOnlyList<LabeledTexts> train, IReadOnlyList<LabeledTexts> remainder) = DatasetRuntime.Split(DataTasks.Sentiment, rows, 0.9, seed: 1);

        Assert.Equal((1_800, 200), (train.Count, remainder.Count));
        Assert.Equal(rows.Select(row => row.Origin.Line), train.Concat(remainder).Select(row => row.Origin.Line).Order());
        Assert.Equal(train.ElementAt(1_700), train[1_700]);
        Assert.Equal(remainder.ElementAt(198), remainder[198]);
    }

    private string Write(string name, int count)
    {
        IEnumerable<string> rows = Enumerable.Range(0, count).Select(i => (Text: $"row {i} é{new string('x', i % 50)}", Label: i % 3 == 0 ? "positive" : "negative"))
            .Select(row => name.Contains("jsonl", StringComparison.Ordinal) ? $$"""{"text":"{{row.Text}}","label":"{{row.Label}}"}"""
                : name.Contains("csv", StringComparison.Ordinal) ? $"\"{row.Text}\n\",{row.Label}" : $"{row.Text}\t{row.Label}");
        string header = name.Contains("jsonl", StringComparison.Ordinal) ? "" : name.Contains("csv", StringComparison.Ordinal) ? "text,label\n" : "text\tlabel\n";
        byte[] data = System.Text.Encoding.UTF8.GetBytes(header + string.Join('\n', rows) + "\n");
        File.WriteAllBytes(_folder[name], name.EndsWith(".gz", StringComparison.Ordinal) ? DataFiles.Gzip(data) : data);
        return _folder[name];
    }
}
