using System.Text.Json;
using System.Text.Json.Serialization;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Training.Resuming;

/// <summary>How a run's position becomes JSON and comes back: the reports of its epochs are of the kind of the task's output.</summary>
internal static class PositionJson
{
    /// <summary>The options for tasks of a kind of output.</summary>
    public static JsonSerializerOptions Options(OutputKind kind) => new(ReportJson.Options) { Converters = { new ReportConverter(kind) } };

    private sealed class ReportConverter(OutputKind kind) : JsonConverter<EvaluationReport>
    {
        private readonly Type _type = kind switch
        {
            OutputKind.MultiLabel => typeof(MultiLabelReport),
            OutputKind.Regression => typeof(RegressionReport),
            _ => typeof(SingleLabelReport),
        };

        public override EvaluationReport? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (EvaluationReport?)JsonSerializer.Deserialize(ref reader, _type, ReportJson.Options);

        public override void Write(Utf8JsonWriter writer, EvaluationReport value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, _type, ReportJson.Options);
    }
}
