using System.Text.Encodings.Web;
using System.Text.Json;
using CodegenBert.Checkpoints.Saving;

namespace CodegenBert.Runtime.Files;

/// <summary>How much of a file of predictions lies whole on the disk, and what it depends on.</summary>
/// <param name="Rows">Rows that are done.</param>
/// <param name="Bytes">Bytes of the partial file that hold them; what follows was being written when the process ended.</param>
/// <param name="IsWhole">Whether they are all rows.</param>
/// <param name="Identity">What the predictions depend on, by name.</param>
internal sealed record PartialState(int Rows, long Bytes, bool IsWhole, IReadOnlyDictionary<string, string> Identity)
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // read by programs and people, not embedded in HTML
    };

    /// <summary>Reads a state; null if there is none, or it is broken.</summary>
    /// <param name="path">Its file.</param>
    public static PartialState? Read(string path)
    {
        try
        {
            PartialState? state = File.Exists(path) ? JsonSerializer.Deserialize<PartialState>(File.ReadAllBytes(path), s_options) : null;
            return state is { Rows: >= 0, Bytes: >= 0 } && (state.IsWhole || state.Rows % ClassifierRuntime.ChunkSize == 0) ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the state beside its place and renames it: whoever is killed leaves this one or the one before.</summary>
    /// <param name="path">Its file.</param>
    public void Write(string path)
    {
        string fresh = path + ".new";
        File.Delete(fresh);
        DurableFile.Write(fresh, JsonSerializer.SerializeToUtf8Bytes(this, s_options));
        File.Move(fresh, path, overwrite: true);
        DurableFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
