using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodegenBert.Checkpoints;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Runtime;

/// <summary>A saved model: a folder as Hugging Face has it (<c>config.json</c>, <c>model.safetensors</c>, the tokenizer's files) and the task's fingerprint.</summary>
internal static class ModelFolder
{
    // Labels are written as they are spelt: these files are read by programs and people, not embedded in HTML.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a model, as a whole, over an older model too.</summary>
    /// <exception cref="CheckpointException">The folder cannot be written, or holds something that is no model.</exception>
    public static void Save(string folder, TaskDefinition task, SequenceClassifier model, TokenizerFiles tokenizer) =>
        FolderSwap.Write(folder, IsModel, target =>
        {
            tokenizer.Write(target);
            WriteJson(Path.Combine(target, "config.json"), Configuration(task, model.Configuration));
            WriteJson(Path.Combine(target, TaskFingerprint.FileName), TaskFingerprint.Of(task).ToJson());
            using DisposeScope scope = NewDisposeScope();
            SafetensorsWriter.Write(
                Path.Combine(target, WeightFile.FileName),
                model.Parameters.All.Select(parameter => KeyValuePair.Create(WeightName.OnDisk(parameter.Name), parameter.Value.detach().cpu().contiguous())));
        });

    /// <summary>Finds out, before the training, whether the model can be saved there after it.</summary>
    /// <exception cref="CheckpointException">It cannot.</exception>
    public static void CheckWritable(string folder) => FolderSwap.CheckWritable(folder, IsModel);

    /// <summary>Checks that a folder holds a model of the task.</summary>
    /// <returns>For each label of the spec the index of its logit in the model.</returns>
    /// <exception cref="CheckpointException">The folder is missing or holds no model.</exception>
    /// <exception cref="TaskMismatchException">The model is of another spec.</exception>
    public static int[] CheckTask(string folder, TaskDefinition task)
    {
        FolderSwap.Repair(folder);
        if (!Directory.Exists(folder))
        {
            throw new CheckpointException($"{folder}: the model folder is missing. Train {task.Name} and save it there first.");
        }

        TaskFingerprint saved = TaskFingerprint.Read(folder);
        IReadOnlyList<string> differences = TaskFingerprint.Of(task).DifferencesOf(saved);
        return differences.Count == 0
            ? [.. task.Labels.Select(label => saved.Labels.ToList().IndexOf(label.Text))]
            : throw new TaskMismatchException(
                $"{folder}: the model of task {saved.Task} is not one of {task.SpecPath}: {string.Join("; ", differences)}. Train it again, or load it with its own spec.");
    }

    private static bool IsModel(string folder) => File.Exists(Path.Combine(folder, TaskFingerprint.FileName));

    private static JsonObject Configuration(TaskDefinition task, EncoderConfiguration encoder)
    {
        JsonObject json = encoder.ToJson();
        json["architectures"] = new JsonArray(HeadLayout.IsTransformers(task.Head) ? "BertForSequenceClassification" : "BertModel");
        json["problem_type"] = "single_label_classification";
        json["classifier_dropout"] = task.Head.Dropout;
        json["id2label"] = new JsonObject(task.Labels.Select((label, i) => KeyValuePair.Create($"{i}", (JsonNode?)label.Text)));
        json["label2id"] = new JsonObject(task.Labels.Select((label, i) => KeyValuePair.Create(label.Text, (JsonNode?)i)));
        return json;
    }

    private static void WriteJson(string path, JsonObject json) => DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(json, Indented));
}
