using System.Text.Json;

namespace CodegenBert.Benchmarks.Comparison;

/// <summary>The rows of this run and of earlier ones that measured other parts, and their chart: a machine is quiet for minutes, not for all of it.</summary>
internal sealed class ComparisonResults
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
    private readonly string _chart, _file;
    private readonly List<ComparisonRow> _rows;

    private ComparisonResults(string chart, string file, IEnumerable<ComparisonRow> rows) => (_chart, _file, _rows) = (chart, file, [.. rows]);

    /// <summary>Those beside a chart, if there are any.</summary>
    /// <param name="chart">The chart's file.</param>
    /// <exception cref="CodegenBertException">The folder is missing: found before anything is measured.</exception>
    public static ComparisonResults Beside(string chart)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(chart))!;
        if (!Directory.Exists(folder))
        {
            throw new CodegenBertException($"{folder}: the chart's folder is missing. Run from the repository's root, or name another file with --chart.");
        }

        string file = Path.ChangeExtension(chart, ".json");
        return new(chart, file, File.Exists(file) ? JsonSerializer.Deserialize<ComparisonRow[]>(File.ReadAllText(file))! : []);
    }

    /// <summary>Puts a row in the place of an earlier one of the same measure, or at the end, and writes all rows and the chart: what was measured stays, even if the run is stopped.</summary>
    public void Add(ComparisonRow row)
    {
        int earlier = _rows.FindIndex(other => other.Measure == row.Measure);
        if (earlier < 0)
        {
            _rows.Add(row);
        }
        else
        {
            _rows[earlier] = row;
        }

        File.WriteAllText(_file, JsonSerializer.Serialize(_rows, s_indented) + "\n");
        if (_rows.Any(ComparisonChart.Shows))
        {
            File.WriteAllText(_chart, ComparisonChart.Of(_rows));
        }
    }
}
