using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Training.Resuming;

/// <summary>How a run's position becomes JSON and comes back: the reports of its epochs are of the kind of the task's output, and so are predictions.</summary>
internal static class PositionJson
{
    /// <summary>The options for reports as a position has them: whole, with what is left out where people read them.</summary>
    private static readonly JsonSerializerOptions s_whole = new(ReportJson.Options) { WriteIndented = false, TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AddIgnored } } };

    /// <summary>The options for tasks of a kind of output.</summary>
    public static JsonSerializerOptions Options(OutputKind kind) => new(s_whole) { Converters = { new ReportConverter(kind), new TargetConverter(kind) } };

    /// <summary>Of a report, adds the properties that hold something (and are not made of others) but are marked to be ignored.</summary>
    private static void AddIgnored(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(EvaluationReport)))
        {
            return;
        }

        foreach (PropertyInfo ignored in type.Type.GetProperties().Where(property => property.CanWrite && property.IsDefined(typeof(JsonIgnoreAttribute))))
        {
            string name = JsonNamingPolicy.SnakeCaseLower.ConvertName(ignored.Name);
            foreach (JsonPropertyInfo marked in type.Properties.Where(property => property.Name == name).ToArray())
            {
                _ = type.Properties.Remove(marked);
            }

            JsonPropertyInfo added = type.CreateJsonPropertyInfo(ignored.PropertyType, name);
            (added.Get, added.Set) = (ignored.GetValue, ignored.SetValue);
            type.Properties.Add(added);
        }
    }

    private sealed class ReportConverter(OutputKind kind) : JsonConverter<EvaluationReport>
    {
        private readonly Type _type = kind switch
        {
            OutputKind.MultiLabel => typeof(MultiLabelReport),
            OutputKind.Regression => typeof(RegressionReport),
            _ => typeof(SingleLabelReport),
        };

        public override EvaluationReport? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (EvaluationReport?)JsonSerializer.Deserialize(ref reader, _type, s_whole);

        public override void Write(Utf8JsonWriter writer, EvaluationReport value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, _type, s_whole);
    }

    /// <summary>A label's number, a list of them, or a score.</summary>
    private sealed class TargetConverter(OutputKind kind) : JsonConverter<RowTarget>
    {
        public override RowTarget Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => kind switch
        {
            OutputKind.MultiLabel => RowTarget.Labels(JsonSerializer.Deserialize<int[]>(ref reader, s_whole)!),
            OutputKind.Regression => RowTarget.Score(JsonSerializer.Deserialize<float>(ref reader, s_whole)),
            _ => RowTarget.Label(reader.GetInt32()),
        };

        public override void Write(Utf8JsonWriter writer, RowTarget value, JsonSerializerOptions options)
        {
            object bare = kind switch
            {
                OutputKind.MultiLabel => value.LabelIndices,
                OutputKind.Regression => value.ScoreValue,
                _ => value.LabelIndex,
            };
            JsonSerializer.Serialize(writer, bare, s_whole);
        }
    }
}
