using System.Globalization;
using CodegenBert.Runtime.Files;

namespace CodegenBert.Samples.CommandLine.Progress;

/// <summary>Shows how the classification of a file gets on: one line of a terminal, drawn over once a second; in a file or a pipe a line for every hundredth, but not more than one a second.</summary>
/// <param name="output">Where to.</param>
/// <param name="terminalWidth">Characters in a line of the terminal; null if it is none.</param>
/// <param name="time">The clock.</param>
internal sealed class PredictionDisplay(TextWriter output, int? terminalWidth, TimeProvider time) : IProgress<PredictionProgress>, IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _shown;
    private int _hundredth = -1;
    private int _drawn;

    /// <inheritdoc />
    public void Report(PredictionProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        TimeSpan now = time.GetElapsedTime(_start), since = now - _shown;
        int hundredth = (int)(100 * value.Share ?? -1);
        if (since < s_pause || (terminalWidth is null && hundredth == _hundredth && since < s_longestPause))
        {
            return;
        }

        (_shown, _hundredth) = (now, hundredth);
        Show(Text(value));
    }

    /// <summary>Shows a line of text that stays.</summary>
    /// <param name="text">The line.</param>
    public void Say(string text)
    {
        Dispose();
        output.WriteLine(text);
    }

    /// <summary>Ends the line that is drawn over.</summary>
    public void Dispose()
    {
        if (_drawn > 0)
        {
            output.WriteLine();
            _drawn = 0;
        }
    }

    private static string Text(PredictionProgress progress)
    {
        string rows = progress.TotalRows is { } total ? Invariant($"row {progress.Rows}/{total}  {100 * progress.Share:F1} %") : Invariant($"row {progress.Rows}");
        return rows + Invariant($"  {progress.RowsPerSecond:F0} rows/s") + (progress.Remaining is { } remaining ? $"  {ProgressText.Left(remaining)}" : "");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Show(string line)
    {
        if (terminalWidth is not { } width)
        {
            output.WriteLine(line);
            return;
        }

        // A line that reaches the last column would wrap, and could then not be drawn over.
        line = line[..Math.Min(line.Length, Math.Max(1, width - 1))];
        output.Write($"\r{line.PadRight(_drawn)}");
        output.Flush();
        _drawn = line.Length;
    }
}
