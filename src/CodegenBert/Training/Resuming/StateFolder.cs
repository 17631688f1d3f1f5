using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Checkpoints.Saving;
using CodegenBert.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training.Resuming;

/// <summary>A state that was read: the caller owns the tensors.</summary>
/// <param name="Position">Where the run was.</param>
/// <param name="Tensors">Weights and the optimiser's state by name.</param>
internal sealed record SavedState(RunPosition Position, IReadOnlyDictionary<string, Tensor> Tensors) : IDisposable
{
    /// <inheritdoc />
    public void Dispose()
    {
        foreach (Tensor tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }
}

/// <summary>
/// One state on disk: <c>state.safetensors</c>, <c>position.json</c>, and <c>SHA256SUMS</c> over both (as <c>sha256sum -c</c> reads it). It is written into a neighbour,
/// flushed, and renamed into place: whoever sees the folder sees a whole state, or one that its checksums unmask.
/// </summary>
internal static class StateFolder
{
    private const string Tensors = "state.safetensors", Position = "position.json", Checksums = "SHA256SUMS";

    /// <summary>Writes a state.</summary>
    /// <param name="folder">Where it will lie; must not exist.</param>
    /// <param name="position">Where the run is.</param>
    /// <param name="tensors">Weights and the optimiser's state, float32, by name.</param>
    /// <param name="kind">The task's kind of output.</param>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written; nothing is left behind.</exception>
    public static void Write(string folder, RunPosition position, IEnumerable<KeyValuePair<string, Tensor>> tensors, OutputKind kind)
    {
        string parent = Path.GetDirectoryName(folder)!, fresh = Path.Combine(parent, ".writing-" + Path.GetFileName(folder));
        try
        {
            Discard(fresh);
            Directory.CreateDirectory(fresh);
            using (NewDisposeScope())
            {
                SafetensorsWriter.Write(Path.Combine(fresh, Tensors), tensors.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.detach().cpu().contiguous())));
            }

            DurableFile.Write(Path.Combine(fresh, Position), JsonSerializer.SerializeToUtf8Bytes(position, PositionJson.Options(kind)));
            DurableFile.Write(Path.Combine(fresh, Checksums), Encoding.ASCII.GetBytes(Sums(fresh)));
            DurableFile.FlushFolder(fresh);
            Directory.Move(fresh, folder);
            DurableFile.FlushFolder(parent);
        }
        catch
        {
            DiscardQuietly(fresh);
            throw;
        }
    }

    /// <summary>Reads a state.</summary>
    /// <param name="folder">The state.</param>
    /// <param name="kind">The task's kind of output.</param>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public static SavedState Read(string folder, OutputKind kind)
    {
        try
        {
            if (File.ReadAllText(Path.Combine(folder, Checksums)) != Sums(folder))
            {
                throw new CheckpointException($"{folder}: the files are not those that {Checksums} was made of.");
            }

            RunPosition position = JsonSerializer.Deserialize<RunPosition>(File.ReadAllBytes(Path.Combine(folder, Position)), PositionJson.Options(kind))!;
            using WeightFile file = WeightFile.Open(Path.Combine(folder, Tensors));
            return new(position, file.Tensors.Values.ToDictionary(stored => stored.Name, stored => file.ReadFloat32(stored).DetachFromDisposeScope(), StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CheckpointException($"{folder}: the state cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Removes a state, or what is left of one.</summary>
    public static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The same, where a failure matters less than what is being done.</summary>
    public static void DiscardQuietly(string folder)
    {
        try
        {
            Discard(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is in the way of nothing, and is removed with the next state.
        }
    }

    private static string Sums(string folder) => string.Concat(((string[])[Position, Tensors]).Select(name =>
    {
        using FileStream file = File.OpenRead(Path.Combine(folder, name));
        return $"{Convert.ToHexStringLower(SHA256.HashData(file))}  {name}\n";
    }));
}
