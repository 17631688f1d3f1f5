using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodegenBert.Tasks;

namespace CodegenBert.Checkpoints.Saving;

/// <summary>The tokenizer's files by their names, byte for byte, so that a saved model has those of its encoder.</summary>
internal sealed class TokenizerFiles
{
    private const string Configuration = "tokenizer_config.json";
    private const string Pipeline = "tokenizer.json";
    private const string SplitSpecialTokens = "split_special_tokens";

    private static readonly string[] s_names = ["vocab.txt", Configuration, Pipeline, "special_tokens_map.json", "added_tokens.json"];
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private readonly IReadOnlyDictionary<string, byte[]> _files;

    private TokenizerFiles(IReadOnlyDictionary<string, byte[]> files) => _files = files;

    /// <summary>Reads the files of a folder whose tokenizer has been loaded, and so checked.</summary>
    public static TokenizerFiles Read(string folder) =>
        new(s_names.Where(name => File.Exists(Path.Combine(folder, name))).ToDictionary(name => name, name => File.ReadAllBytes(Path.Combine(folder, name)), StringComparer.Ordinal));

    /// <summary>The files with a task's settings in place of the encoder's, so that whoever reads them gets the same ids; as they are where the task has none of its own.</summary>
    /// <param name="settings">The task's settings.</param>
    public TokenizerFiles With(TokenizerSettings settings)
    {
        JsonObject before = _files.TryGetValue(Configuration, out byte[]? bytes) ? Parse(bytes) : [];
        bool asText = settings.SpecialTokensInText == SpecialTokensInText.AsText;
        Dictionary<string, bool> changes = [];
        if (settings.Lowercase is { } lowercase)
        {
            changes.Add("do_lower_case", lowercase);
        }

        if (asText || before.ContainsKey(SplitSpecialTokens))
        {
            changes.Add(SplitSpecialTokens, asText);
        }

        if (changes.Count == 0)
        {
            return this;
        }

        var files = new Dictionary<string, byte[]>(_files, StringComparer.Ordinal) { [Configuration] = Change(before, changes) };
        if (settings.Lowercase is { } wanted && _files.TryGetValue(Pipeline, out byte[]? pipeline))
        {
            JsonObject json = Parse(pipeline);
            json["normalizer"]!["lowercase"] = wanted;
            files[Pipeline] = JsonSerializer.SerializeToUtf8Bytes(json, s_indented);
        }

        return new(files);
    }

    /// <summary>SHA-256 over each file's name, length and bytes: another tokenizer has another.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, byte[] bytes) in _files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.ASCII.GetBytes($"{name}:{bytes.Length}:"));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes the files into a folder.</summary>
    public void Write(string folder)
    {
        foreach ((string name, byte[] bytes) in _files)
        {
            DurableFile.Write(Path.Combine(folder, name), bytes);
        }
    }

    private static JsonObject Parse(byte[] bytes) => JsonNode.Parse(bytes)!.AsObject();

    private static byte[] Change(JsonObject json, Dictionary<string, bool> changes)
    {
        foreach ((string name, bool value) in changes)
        {
            json.Remove(name);
            json.Add(name, value);
        }

        return JsonSerializer.SerializeToUtf8Bytes(json, s_indented);
    }
}
