using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Checkpoints.Saving;
using CodegenBert.Checkpoints.Weights;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;

namespace CodegenBert.Runtime;

/// <summary>A saved model: a folder as Hugging Face has it (<c>config.json</c>, <c>model.safetensors</c>, the tokenizer's files) and the task's fingerprint.</summary>
internal static class ModelFolder
{
    // Labels are written as they are spelt: these files are read by programs and people, not embedded in HTML.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string ThresholdsName = "thresholds", TemperatureName = "temperature";

    /// <summary>Writes a model, as a whole, over an older model too.</summary>
    /// <exception cref="CheckpointException">The folder cannot be written, or holds something that is no model.</exception>
    public static void Save(string folder, TaskDefinition task, SequenceClassifier model, TokenizerFiles tokenizer, DecisionRule rule) =>
        FolderSwap.Write(folder, IsModel, target =>
        {
            tokenizer.With(task.Tokenizer).Write(target);
            WriteJson(Path.Combine(target, "config.json"), Configuration(task, model.Configuration));
            WriteJson(Path.Combine(target, TaskFingerprint.FileName), SavedTask(task, rule));
            ModelWeights.Save(target, model.Configuration, task.Head, model.Parameters.All.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));
        });

    /// <summary>Finds out, before the training, whether the model can be saved there after it.</summary>
    /// <exception cref="CheckpointException">It cannot.</exception>
    public static void CheckWritable(string folder) => FolderSwap.CheckWritable(folder, IsModel);

    /// <summary>Checks that a folder holds a model of the task.</summary>
    /// <returns>For each label of the spec the index of its logit in the model; and the saved temperature, or the labels' thresholds.</returns>
    /// <exception cref="CheckpointException">The folder is missing or holds no model.</exception>
    /// <exception cref="TaskMismatchException">The model is of another spec.</exception>
    public static (int[] LogitOfLabel, DecisionRule Rule) CheckTask(string folder, TaskDefinition task)
    {
        FolderSwap.Repair(folder);
        if (!Directory.Exists(folder))
        {
            throw new CheckpointException($"{folder}: the model folder is missing. Train {task.Name} and save it there first.");
        }

        if (!IsModel(folder) && File.Exists(Path.Combine(folder, "config.json")))
        {
            return (TransformersModel.CheckTask(folder, task), DecisionRule.Of(task));
        }

        TaskFingerprint saved = TaskFingerprint.Read(folder);
        IReadOnlyList<string> differences = TaskFingerprint.Of(task).DifferencesOf(saved);
        if (differences.Count > 0)
        {
            throw new TaskMismatchException(
                $"{folder}: the model of task {saved.Task} is not one of {task.SpecPath}: {string.Join("; ", differences)}. Train it again, or load it with its own spec.");
        }

        int[] logitOfLabel = [.. task.Labels.Select(label => saved.Labels.ToList().IndexOf(label.Text))];
        return (logitOfLabel, ReadRule(folder, task, logitOfLabel));
    }

    private static bool IsModel(string folder) => File.Exists(Path.Combine(folder, TaskFingerprint.FileName));

    private static JsonObject Configuration(TaskDefinition task, EncoderConfiguration encoder)
    {
        JsonObject json = encoder.Family.Write(encoder);
        json["architectures"] = new JsonArray(ModelWeights.LayoutOf(encoder, task.Head).Architecture);
        json["problem_type"] = ProblemType.Of(task.Output.Kind);
        json[encoder.Family.HeadDropoutKey] = task.Head.Dropout;
        string[] logits = task.Output.Score is { } score ? [score.Name] : [.. task.Labels.Select(label => label.Text)];
        json["id2label"] = new JsonObject(logits.Select((text, i) => KeyValuePair.Create($"{i}", (JsonNode?)text)));
        json["label2id"] = new JsonObject(logits.Select((text, i) => KeyValuePair.Create(text, (JsonNode?)i)));
        return json;
    }

    private static JsonObject SavedTask(TaskDefinition task, DecisionRule rule)
    {
        JsonObject json = TaskFingerprint.Of(task).ToJson();
        switch (task.Output.Kind)
        {
            case OutputKind.SingleLabel:
                json[TemperatureName] = rule.Temperature;
                break;
            case OutputKind.MultiLabel:
                json[ThresholdsName] = new JsonArray([.. rule.Thresholds.Select(value => (JsonNode)value)]);
                break;
            default:
                break;
        }

        return json;
    }

    /// <summary>The saved temperature, 1 where the file has none, or the saved thresholds in the order of the spec's labels; what is undecided, the spec says.</summary>
    private static DecisionRule ReadRule(string folder, TaskDefinition task, int[] logitOfLabel)
    {
        JsonFields json = JsonFields.Read(Path.Combine(folder, TaskFingerprint.FileName));
        switch (task.Output.Kind)
        {
            case OutputKind.SingleLabel:
                double temperature = json.Number(TemperatureName, absent: 1, DecisionRule.LeastTemperature, DecisionRule.MostTemperature);
                return DecisionRule.Of(task) with { Temperature = temperature };
            case OutputKind.MultiLabel:
                IReadOnlyList<float> thresholds = ReadThresholds(json, logitOfLabel.Length);
                return DecisionRule.Of(task) with { Thresholds = [.. logitOfLabel.Select(logit => thresholds[logit])] };
            default:
                return DecisionRule.Of(task);
        }
    }

    /// <summary>The saved thresholds in the order of the logits; 0.5 each where the file has none.</summary>
    private static IReadOnlyList<float> ReadThresholds(JsonFields json, int count)
    {
        if (json.Element(ThresholdsName) is not { } saved)
        {
            return LabelThresholds.Default(count);
        }

        float[] thresholds = saved.ValueKind == JsonValueKind.Array && saved.GetArrayLength() == count && saved.EnumerateArray().All(value => value.ValueKind == JsonValueKind.Number)
            ? [.. saved.EnumerateArray().Select(value => value.GetSingle())]
            : throw json.Refuse(ThresholdsName, saved.GetRawText(), $"a list of {count} numbers, one for each label,");
        return LabelThresholds.Fault(thresholds, count) is null
            ? thresholds
            : throw json.Refuse(ThresholdsName, saved.GetRawText(), "a list of probabilities from 0 to 1");
    }

    private static void WriteJson(string path, JsonObject json) => DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(json, Indented));
}
