using System.Globalization;
using System.Text.Json;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Tasks;

namespace CodegenBert.Runtime;

/// <summary>
/// A folder that transformers saved: one of its <c>ForSequenceClassification</c> classes. It has no fingerprint; what <c>config.json</c> says of labels,
/// output and head is held against the spec, the rest (lengths, truncation) is the spec's.
/// </summary>
internal static class TransformersModel
{
    private const string ConfigurationName = "config.json";

    /// <summary>Checks that a folder holds a model that can do the task.</summary>
    /// <returns>For each label of the spec the index of its logit in the model.</returns>
    /// <exception cref="CheckpointException">The configuration is broken or not supported.</exception>
    /// <exception cref="TaskMismatchException">The model is another task's, or has another head.</exception>
    public static int[] CheckTask(string folder, TaskDefinition task)
    {
        string path = Path.Combine(folder, ConfigurationName);
        EncoderConfiguration encoder = EncoderConfiguration.Read(path);
        JsonFields fields = JsonFields.Read(path);
        IReadOnlyList<string> logits = Logits(fields);
        List<string> differences = [.. Architecture(fields, encoder), .. Head(task, encoder), .. Output(fields, task, logits), .. Labels(task, logits)];
        return differences.Count == 0
            ? [.. task.Labels.Select(label => logits.ToList().IndexOf(label.Text))]
            : throw new TaskMismatchException(
                $"{Path.Combine(folder, TaskFingerprint.FileName)} is missing, so the folder is read as a model of transformers; as such it is not one of {task.SpecPath}: {string.Join("; ", differences)}. "
                + $"Correct the spec, or {path}.");
    }

    private static IEnumerable<string> Architecture(JsonFields fields, EncoderConfiguration encoder)
    {
        string[] architectures = fields.Element("architectures") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())]
            : [];
        return architectures.Contains(encoder.Family.ClassifierClass, StringComparer.Ordinal)
            ? []
            : [$"it is a {(architectures.Length == 0 ? encoder.Family.EncoderClass : string.Join(", ", architectures))}, not a {encoder.Family.ClassifierClass}, and so has no head"];
    }

    private static IEnumerable<string> Head(TaskDefinition task, EncoderConfiguration encoder) =>
        encoder.Family.HeadOf(task.Head, encoder.Layers, encoder.HiddenSize) is not null
            ? []
            : [$"the spec's head is not that of {encoder.Family.ClassifierClass}, which is head: {string.Join(" or ", encoder.Family.Heads.Select(head => head.Describe(encoder.HiddenSize)))}"];

    private static IEnumerable<string> Output(JsonFields fields, TaskDefinition task, IReadOnlyList<string> logits)
    {
        string problem = fields.Element("problem_type") switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            null => logits.Count == 1 ? ProblemType.Regression : task.Output.Kind == OutputKind.Regression ? ProblemType.SingleLabel : ProblemType.Of(task.Output.Kind), // as transformers infers it
            { } other => throw fields.Refuse("problem_type", other.GetRawText(), "a text"),
        };
        if (problem != ProblemType.Of(task.Output.Kind))
        {
            yield return $"output is {SpecWord.Of(task.Output.Kind)} in the spec and {problem} in the model";
        }

        if (task.Output.Kind == OutputKind.Regression && logits.Count != 1)
        {
            yield return $"the spec has one score and the model {logits.Count} outputs";
        }
    }

    private static IEnumerable<string> Labels(TaskDefinition task, IReadOnlyList<string> logits)
    {
        if (task.Output.Kind == OutputKind.Regression)
        {
            return [];
        }

        string[] labels = [.. task.Labels.Select(label => label.Text)];
        return
        [
            .. labels.Except(logits, StringComparer.Ordinal).Select(label => $"label `{label}` is missing in the model"),
            .. logits.Except(labels, StringComparer.Ordinal).Select(label => $"label `{label}` of the model is missing in the spec"),
        ];
    }

    /// <summary>The labels' texts in the order of the logits: <c>id2label</c>, of which transformers' default is <c>LABEL_0</c> and <c>LABEL_1</c>.</summary>
    private static IReadOnlyList<string> Logits(JsonFields fields)
    {
        if (fields.Element("id2label") is not { } map)
        {
            return ["LABEL_0", "LABEL_1"];
        }

        const string Allowed = "an object with a text for each of \"0\", \"1\", \"2\" ..., no two of them equal,";
        if (map.ValueKind != JsonValueKind.Object)
        {
            throw fields.Refuse("id2label", map.GetRawText(), Allowed);
        }

        var texts = new SortedDictionary<int, string>();
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            if (!int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int logit)
                || entry.Value.ValueKind != JsonValueKind.String || !texts.TryAdd(logit, entry.Value.GetString()!))
            {
                throw fields.Refuse("id2label", map.GetRawText(), Allowed);
            }
        }

        return texts.Keys.SequenceEqual(Enumerable.Range(0, texts.Count)) && texts.Count > 0 && texts.Values.Distinct(StringComparer.Ordinal).Count() == texts.Count
            ? [.. texts.Values]
            : throw fields.Refuse("id2label", map.GetRawText(), Allowed);
    }
}
