using System.Text.Json;
using CodegenBert.Tasks;

namespace CodegenBert.Checkpoints;

/// <summary>The tokenizer's files, byte for byte, so that a saved model has those of its encoder.</summary>
/// <param name="Vocabulary">Of <c>vocab.txt</c>.</param>
/// <param name="Configuration">Of <c>tokenizer_config.json</c>; null where the encoder has none.</param>
internal sealed record TokenizerFiles(byte[] Vocabulary, byte[]? Configuration)
{
    private const string VocabularyName = "vocab.txt";
    private const string ConfigurationName = "tokenizer_config.json";
    private const string SplitSpecialTokens = "split_special_tokens";

    /// <summary>Reads the files of a folder whose tokenizer has been loaded, and so checked.</summary>
    public static TokenizerFiles Read(string folder)
    {
        string configuration = Path.Combine(folder, ConfigurationName);
        return new(File.ReadAllBytes(Path.Combine(folder, VocabularyName)), File.Exists(configuration) ? File.ReadAllBytes(configuration) : null);
    }

    /// <summary>The files with a task's settings in place of the encoder's, so that whoever reads them gets the same ids; as they are where the task has none of its own.</summary>
    /// <param name="settings">The task's settings.</param>
    public TokenizerFiles With(TokenizerSettings settings)
    {
        using JsonDocument before = JsonDocument.Parse(Configuration ?? "{}"u8.ToArray());
        bool asText = settings.SpecialTokensInText == SpecialTokensInText.AsText;
        Dictionary<string, bool> changes = [];
        if (settings.Lowercase is { } lowercase)
        {
            changes.Add("do_lower_case", lowercase);
        }

        if (asText || before.RootElement.TryGetProperty(SplitSpecialTokens, out _))
        {
            changes.Add(SplitSpecialTokens, asText);
        }

        return changes.Count == 0 ? this : this with { Configuration = Change(before.RootElement, changes) };
    }

    /// <summary>Writes the files into a folder.</summary>
    public void Write(string folder)
    {
        DurableFile.Write(Path.Combine(folder, VocabularyName), Vocabulary);
        if (Configuration is not null)
        {
            DurableFile.Write(Path.Combine(folder, ConfigurationName), Configuration);
        }
    }

    private static byte[] Change(JsonElement root, Dictionary<string, bool> changes)
    {
        using MemoryStream changed = new();
        using (Utf8JsonWriter json = new(changed, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach (JsonProperty property in root.EnumerateObject().Where(property => !changes.ContainsKey(property.Name)))
            {
                property.WriteTo(json);
            }

            foreach ((string name, bool value) in changes)
            {
                json.WriteBoolean(name, value);
            }

            json.WriteEndObject();
        }

        return changed.ToArray();
    }
}
