using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Benchmarks.Streaming;

/// <summary><c>stream</c>: a data file of millions of rows, checked to its end and tokenized from disk; the time of each, and the memory that it takes.</summary>
internal sealed class StreamCommand : Command
{
    private readonly Option<int> _rows = new("--rows") { Description = "How many rows.", DefaultValueFactory = _ => 5_000_000 };
    private readonly Option<DataFormat> _format = new("--format") { Description = "How the file is written: Tsv, Csv or JsonLines.", DefaultValueFactory = _ => DataFormat.Tsv };

    public StreamCommand()
        : base("stream", "Checks and tokenizes a file of millions of rows, and prints rows a second and the peak of memory.")
    {
        Options.Add(_rows);
        Options.Add(_format);
        SetAction(arguments => Run(arguments.GetValue(_rows), arguments.GetValue(_format)));
    }

    private static void Run(int count, DataFormat format)
    {
        string folder = Directory.CreateTempSubdirectory("codegenbert-stream-").FullName;
        try
        {
            string path = Path.Combine(folder, "rows" + StreamedRows.Extension(format));
            Timed("written", count, () => StreamedRows.Write(path, count, format));
            Print($"{new FileInfo(path).Length / 1e6:F0} MB of {format}; {Environment.ProcessorCount} cores");
            TaskDefinition task = StreamedRows.Task;
            IReadOnlyList<LabeledTexts> rows = Timed("checked to its end", count, () => DatasetRuntime.Open(task, path, format));
            var encoder = TaskInputs.Encoder(task, Path.Combine(AppContext.BaseDirectory, "encoders", "minilm-l6"));
            EncodedRows encoded = Timed("read again and tokenized", count, () => TaskInputs.Encode(encoder, task, rows, CancellationToken.None));
            int tokens = 0;
            foreach (int length in encoded.Lengths)
            {
                tokens = checked(tokens + length);
            }

            LabeledTexts row = Timed("one row by its index", 1, () => rows[count / 2]);
            Print($"{encoded.Inputs.Count:N0} rows, {tokens:N0} ids, {GC.GetTotalMemory(forceFullCollection: true) / 1e6:F0} MB of managed memory hold them; row {count / 2} is {encoded.NameOf(count / 2)}, \"{row.Input.First}\"");
            Print($"peak of the process (managed, native, code): {PeakBytes() / 1e6:F0} MB");
            GC.KeepAlive(encoded);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Timed(string what, int count, Action work) => Timed(what, count, () =>
    {
        work();
        return 0;
    });

    private static T Timed<T>(string what, int count, Func<T> work)
    {
        long start = Stopwatch.GetTimestamp();
        T result = work();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Print($"{what,-26} {seconds,8:F2} s {count / seconds,12:N0} rows/s   peak so far {PeakBytes() / 1e6,5:F0} MB");
        return result;
    }

    /// <summary>The most memory that the process had resident.</summary>
    private static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
