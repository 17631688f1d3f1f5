using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Tasks;

namespace CodegenBert.Runtime;

/// <summary>
/// What changes the meaning of a model's weights, field by field: saved with every model and compared when it is loaded. The labels' order is not
/// among it: labels in another order are permuted by name.
/// </summary>
internal sealed class TaskFingerprint
{
    /// <summary>The file in a model folder.</summary>
    public const string FileName = "codegenbert.json";

    private const int FormatVersion = 1;

    private TaskFingerprint(string task, IReadOnlyList<string> labels, IReadOnlyDictionary<string, string> fields) => (Task, Labels, Fields) = (task, labels, fields);

    /// <summary>The task's name.</summary>
    public string Task { get; }

    /// <summary>The labels' texts in the order of the logits.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The other fields, in the spec's words.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; }

    /// <summary>The fingerprint of a task.</summary>
    public static TaskFingerprint Of(TaskDefinition task)
    {
        SortedDictionary<string, string> fields = FieldsOf(task);
        if (task.Tokenizer.Window is { } window)
        {
            fields["tokenizer.window"] = string.Create(CultureInfo.InvariantCulture, $"stride {window.Stride}, {SpecWord.Of(window.Combine)}");
        }

        return new(task.Name, [.. task.Labels.Select(label => label.Text)], fields);
    }

    private static SortedDictionary<string, string> FieldsOf(TaskDefinition task) => new(StringComparer.Ordinal)
    {
        ["output"] = SpecWord.Of(task.Output.Kind),
        ["output.range"] = task.Output.Score is { } score ? string.Create(CultureInfo.InvariantCulture, $"{score.Minimum} to {score.Maximum}") : "none",
        ["input"] = task.Input.Kind == InputKind.Pair ? "pair" : "single",
        ["head.pooling"] = string.Join(" + ", task.Head.Pooling.Select(pooling => SpecWord.Of(pooling))),
        ["head.layers"] = task.Head.Layers.ToString(),
        ["head.hidden"] = $"[{string.Join(", ", task.Head.Hidden)}]",
        ["head.activation"] = task.Head.Hidden.Count == 0 ? "none" : SpecWord.Of(task.Head.Activation),
        ["tokenizer.lowercase"] = task.Tokenizer.Lowercase switch { null => "auto", true => "true", false => "false" },
        ["tokenizer.special_tokens_in_text"] = SpecWord.Of(task.Tokenizer.SpecialTokensInText),
        ["tokenizer.truncation"] = SpecWord.Of(task.Tokenizer.Truncation) + (task.Tokenizer.Truncation == TruncationStrategy.HeadTail ? string.Create(CultureInfo.InvariantCulture, $" {task.Tokenizer.HeadShare}") : ""),
        ["tokenizer.max_length"] = task.Tokenizer.MaxLength.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Reads the fingerprint of a model folder.</summary>
    /// <exception cref="CheckpointException">The file is missing or broken.</exception>
    public static TaskFingerprint Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        JsonFields json = JsonFields.Read(path);
        _ = json.Integer("format", 0, FormatVersion, FormatVersion);
        if (json.Element("task") is not { ValueKind: JsonValueKind.String } task
            || json.Element("labels") is not { ValueKind: JsonValueKind.Array } labels || labels.EnumerateArray().Any(label => label.ValueKind != JsonValueKind.String)
            || json.Element("fields") is not { ValueKind: JsonValueKind.Object } fields || fields.EnumerateObject().Any(field => field.Value.ValueKind != JsonValueKind.String) || fields.EnumerateObject().DistinctBy(field => field.Name).Count() != fields.EnumerateObject().Count())
        {
            throw new CheckpointException($"{path}: \"task\", \"labels\" and \"fields\" are expected, as CodegenBert writes them. Save the model again.");
        }

        string[] names = [.. labels.EnumerateArray().Select(label => label.GetString()!)];
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            throw new CheckpointException($"{path}: \"labels\" has a label twice, but each label has one logit. Save the model again.");
        }

        return new(
            task.GetString()!,
            names,
            fields.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.Ordinal));
    }

    /// <summary>As the file has it.</summary>
    public JsonObject ToJson() => new()
    {
        ["format"] = FormatVersion,
        ["task"] = Task,
        ["fingerprint"] = Hash(),
        ["labels"] = new JsonArray([.. Labels.Select(label => (JsonNode)label)]),
        ["fields"] = new JsonObject(Fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))),
    };

    /// <summary>Each difference of a saved model from the spec, in words; none if the model fits. The labels' order may differ.</summary>
    public IReadOnlyList<string> DifferencesOf(TaskFingerprint saved)
    {
        var differences = new List<string>();
        differences.AddRange(Labels.Except(saved.Labels, StringComparer.Ordinal).Select(label => $"label `{label}` is missing in the model"));
        differences.AddRange(saved.Labels.Except(Labels, StringComparer.Ordinal).Select(label => $"label `{label}` of the model is missing in the spec"));
        foreach (string field in Fields.Keys.Union(saved.Fields.Keys, StringComparer.Ordinal))
        {
            string spec = Fields.GetValueOrDefault(field, "missing"), model = saved.Fields.GetValueOrDefault(field, "missing");
            if (spec != model)
            {
                differences.Add($"{field} is {spec} in the spec and {model} in the model");
            }
        }

        return differences;
    }

    /// <summary>SHA-256 of labels (as a set) and fields; the generator computes the same for the generated definition's constant.</summary>
    public string Hash()
    {
        IEnumerable<string> lines = [.. Labels.Order(StringComparer.Ordinal).Select(label => $"label={label}"), .. Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}")];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
