using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodegenBert.Evaluation;

/// <summary>How reports become JSON: snake_case names in the order of the type, numbers and text in invariant form, indented, one line end at the end.</summary>
public static class ReportJson
{
    /// <summary>The options, for reports within a caller's own document.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>A report as text.</summary>
    /// <typeparam name="TReport">The report's type.</typeparam>
    /// <param name="report">The report.</param>
    public static string ToText<TReport>(TReport report) => JsonSerializer.Serialize(report, Options) + "\n";

    /// <summary>Writes a report in UTF-8.</summary>
    /// <typeparam name="TReport">The report's type.</typeparam>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="report">The report.</param>
    public static void Write<TReport>(Stream stream, TReport report)
    {
        ArgumentNullException.ThrowIfNull(stream);
        JsonSerializer.Serialize(stream, report, Options);
        stream.WriteByte((byte)'\n');
    }

    private static JsonSerializerOptions Create()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            WriteIndented = true,
            NewLine = "\n",

            // Labels are text in any script; the document goes to files, not into HTML.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,

            // A loss may be infinite, which plain JSON numbers cannot say.
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
