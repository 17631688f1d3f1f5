namespace CodegenBert.Runtime.Files;

/// <summary>A moment of the classification of a file, reported after each chunk of rows.</summary>
/// <param name="Rows">Rows that are done, those of earlier, stopped processes among them.</param>
/// <param name="TotalRows">Rows of the file; null where it cannot be read twice, so that no one has counted them.</param>
/// <param name="RowsPerSecond">Of this process.</param>
public sealed record PredictionProgress(int Rows, int? TotalRows, double RowsPerSecond)
{
    /// <summary>The share of the file's rows that is done, 0 to 1; null where their number is not known.</summary>
    public double? Share => (double)Rows / TotalRows;

    /// <summary>Time to the end at this speed; null where it cannot be told.</summary>
    public TimeSpan? Remaining => RowsPerSecond > 0 ? TimeSpan.FromSeconds(1) * ((TotalRows - Rows) / RowsPerSecond) : null;
}
