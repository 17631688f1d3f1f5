using System.CommandLine;
using System.Globalization;
using CodegenBert.Benchmarks.Comparison.Parts;

namespace CodegenBert.Benchmarks.Comparison;

/// <summary><c>compare</c>: the product beside what one could use instead, as ratios of interleaved runs, with the goals; and a chart of them.</summary>
internal sealed class CompareCommand : Command
{
    private static readonly IComparison[] s_parts =
    [
        new TrainingComparison(), new BaseComparison(), new FrozenComparison(), new SeedsComparison(), new InferenceComparison(), new LatencyComparison(), new TokenizerComparison(), new StartComparison(),
    ];

    private readonly Option<string> _data = new("--data") { Description = "The folder with the corpora.", DefaultValueFactory = _ => SharedData.Datasets };
    private readonly Option<string[]> _only = new("--only") { Description = "Parts; all by default.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _corpora = new("--corpora") { Description = "Corpora of training and inference; all by default.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> _repeats = new("--repeats") { Description = "Pairs of turns.", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _steps = new("--steps") { Description = "The rival's steps of training in a turn; ours are four times as many.", DefaultValueFactory = _ => 6 };
    private readonly Option<string> _node = new("--node") { Description = "A folder with node_modules/tokenizers.", DefaultValueFactory = _ => "." };
    private readonly Option<string> _chart = new("--chart") { Description = "The SVG; beside it, as JSON, lie the rows of this and of earlier runs, which are drawn together.", DefaultValueFactory = _ => Path.Combine("tests", "CodegenBert.Benchmarks", "Comparison", "compare.svg") };

    public CompareCommand()
        : base("compare", "Speed beside Hugging Face's sequence of operations, ONNX Runtime and other tokenizers, as ratios with goals.")
    {
        _only.AcceptOnlyFromAmong([.. s_parts.Select(part => part.Name)]);
        _corpora.AcceptOnlyFromAmong([.. ComparisonCorpus.All.Select(corpus => corpus.Name)]);
        foreach (Option option in (Option[])[_data, _only, _corpora, _repeats, _steps, _node, _chart])
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private void Run(ParseResult arguments)
    {
        string[] only = arguments.GetValue(_only) ?? [], corpora = arguments.GetValue(_corpora) ?? [];
        ComparisonSettings settings = new(
            arguments.GetRequiredValue(_data),
            [.. ComparisonCorpus.All.Where(corpus => corpora.Length == 0 || corpora.Contains(corpus.Name))],
            arguments.GetValue(_repeats),
            arguments.GetValue(_steps),
            arguments.GetRequiredValue(_node));
        ComparisonResults results = ComparisonResults.Beside(arguments.GetRequiredValue(_chart));
        string threads = Environment.GetEnvironmentVariable("OMP_NUM_THREADS") ?? Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{threads} threads; ceiling {MatrixCeiling.Measure():F0} GFLOP/s; {settings.Repeats} pairs of turns: medians, (least .. most)"));
        List<ComparisonRow> rows = [];
        foreach (IComparison part in s_parts.Where(part => only.Length == 0 || only.Contains(part.Name)))
        {
            foreach (ComparisonRow row in part.Run(settings))
            {
                Console.WriteLine($"  {string.Join("  ", row.Cells.Where(cell => cell.Length > 0))}\n    {row.Note}");
                rows.Add(row);
                results.Add(row);
            }
        }

        Console.WriteLine();
        Console.WriteLine(ComparisonTable.Of(rows));
    }
}
