using System.Text.Json;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>The top-level fields of a JSON file, read with bounds and with errors that name the file and the field.</summary>
internal sealed class JsonFields
{
    private const long MaximumLength = 16 << 20;
    private readonly string _path;
    private readonly JsonElement _root;

    private JsonFields(string path, JsonElement root) => (_path, _root) = (path, root);

    /// <summary>Reads a file that holds one JSON object.</summary>
    /// <exception cref="CheckpointException">It is missing, too large, or no JSON object.</exception>
    public static JsonFields Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > MaximumLength)
            {
                throw new CheckpointException($"{path}: {file.Length} bytes are too many for such a file; at most {MaximumLength} are read.");
            }

            using JsonDocument document = JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = 32 });
            CheckTexts(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(path, document.RootElement.Clone())
                : throw new CheckpointException($"{path}: a JSON object is expected.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"{path}: the file is missing. An encoder or model folder has config.json, its weights (model.safetensors, say), vocab.txt and tokenizer_config.json.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path}: the file cannot be read as JSON: {e.Message}", e);
        }
    }

    /// <summary>The element of a field, or null where it is missing or <c>null</c>.</summary>
    public JsonElement? Element(string name) =>
        _root.TryGetProperty(name, out JsonElement element) && element.ValueKind != JsonValueKind.Null ? element : null;

    /// <summary>A whole number within bounds.</summary>
    public int Integer(string name, int absent, int least, int most) => Element(name) switch
    {
        null => absent,
        { ValueKind: JsonValueKind.Number } element when element.TryGetInt32(out int value) && value >= least && value <= most => value,
        { } element => throw Refuse(name, element.GetRawText(), $"a whole number from {least} to {most}"),
    };

    /// <summary>A number within bounds.</summary>
    public double Number(string name, double absent, double least, double most) => Element(name) switch
    {
        null => absent,
        { ValueKind: JsonValueKind.Number } element when element.TryGetDouble(out double value) && value >= least && value <= most => value,
        { } element => throw Refuse(name, element.GetRawText(), $"a number from {least} to {most}"),
    };

    /// <summary>A truth value.</summary>
    public bool Boolean(string name, bool absent) => Element(name) switch
    {
        null => absent,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } element => element.GetBoolean(),
        { } element => throw Refuse(name, element.GetRawText(), "true or false"),
    };

    /// <summary>A text out of the allowed ones, of which the first stands for a missing field.</summary>
    public string Require(string name, IReadOnlyList<string> allowed) => Element(name) switch
    {
        null => allowed[0],
        { ValueKind: JsonValueKind.String } element when allowed.Contains(element.GetString()) => element.GetString()!,
        { } element => throw Refuse(name, element.GetRawText(), string.Join(" or ", allowed.Select(value => $"\"{value}\""))),
    };

    /// <summary>The error for a field whose value cannot be used.</summary>
    public CheckpointException Refuse(string name, string value, string allowed) =>
        new($"{_path}: \"{name}\" is {(value.Length > 60 ? value[..60] + "..." : value)}, but {allowed} is supported.");

    /// <summary>System.Text.Json finds out that a text is not valid Unicode (half of a surrogate pair) when the text is taken, which is too late.</summary>
    /// <exception cref="InvalidOperationException">One is not.</exception>
    private static void CheckTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    CheckTexts(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    _ = property.Name;
                    CheckTexts(property.Value);
                }

                break;
            default:
                break;
        }
    }
}
