using System.Globalization;
using System.Text.Json.Serialization;

namespace CodegenBert.Benchmarks.Comparison;

/// <summary>One measure with its goal.</summary>
/// <param name="Part">The part of the command that measures it.</param>
/// <param name="Measure">What it is.</param>
/// <param name="Values">The values, one for each pair of turns; none where this machine cannot measure it.</param>
/// <param name="Unit"><c>x</c> for a ratio.</param>
/// <param name="Goal">What is aimed at; null for nothing in particular.</param>
/// <param name="Note">What stands behind the values.</param>
internal sealed record ComparisonRow(string Part, string Measure, IReadOnlyList<double> Values, string Unit, Goal? Goal, string Note)
{
    /// <summary>The median; null without values.</summary>
    [JsonIgnore]
    public double? Value => Values.Count == 0 ? null : Median.Of(Values);

    /// <summary>The row of the table.</summary>
    [JsonIgnore]
    public string[] Cells => Value is { } value
        ? [Measure, $"{Number(value)} {Unit}", $"{Number(Values.Min())} .. {Number(Values.Max())}", $"{Goal}", Goal is null ? "" : Goal.IsReachedBy(value) ? "reached" : "NOT REACHED"]
        : [Measure, "", "", $"{Goal}", Note];

    /// <summary>A measure that this machine does not have.</summary>
    public static ComparisonRow Without(string part, string measure, Goal goal, string reason) => new(part, measure, [], "x", goal, reason);

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "F0" : "F2", CultureInfo.InvariantCulture);
}
