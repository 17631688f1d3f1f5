using System.Text.Json.Serialization;

namespace CodegenBert.Evaluation;

/// <summary>How well a classifier does on a data set, over all of its rows. Each kind of output has a report of its own.</summary>
[JsonDerivedType(typeof(SingleLabelReport))]
[JsonDerivedType(typeof(MultiLabelReport))]
[JsonDerivedType(typeof(RegressionReport))]
public abstract record EvaluationReport
{
    /// <summary>Characters in a line of a table where nothing else is known.</summary>
    internal const int DefaultWidth = 100;

    private protected EvaluationReport()
    {
    }

    /// <summary>Number of rows.</summary>
    [JsonPropertyOrder(-2)]
    public required int Rows { get; init; }

    /// <summary>Mean loss over the rows, without class weights and label smoothing.</summary>
    [JsonPropertyOrder(-1)]
    public required double Loss { get; init; }

    /// <summary>Rows that were longer than <c>max_length</c> and were cut.</summary>
    [JsonPropertyOrder(1)]
    public int TruncatedRows { get; init; }

    /// <summary>The report's single figures by their names in JSON, the one that is usually looked at first; those that are not defined are left out.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<ReportFigure> Figures { get; }

    /// <summary>The report as JSON: snake_case names, invariant numbers.</summary>
    public string ToJson() => ReportJson.ToText(this);

    /// <summary>Writes the report as JSON.</summary>
    /// <param name="stream">Where to; left open.</param>
    public void WriteJson(Stream stream) => ReportJson.Write(stream, this);

    /// <summary>The report as a table for a terminal.</summary>
    /// <param name="width">Characters in a line; what does not fit is shown in a shorter form.</param>
    public abstract string ToTable(int width = DefaultWidth);
}
