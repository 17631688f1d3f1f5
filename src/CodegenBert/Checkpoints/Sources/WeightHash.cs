using System.Security.Cryptography;
using CodegenBert.Checkpoints.Formats;

namespace CodegenBert.Checkpoints.Sources;

/// <summary>The spec's <c>sha256</c> against the file of weights.</summary>
internal static class WeightHash
{
    /// <summary>Reads the weights' file and compares.</summary>
    /// <param name="folder">The encoder's folder.</param>
    /// <param name="expected">64 hexadecimal digits; null compares nothing.</param>
    /// <exception cref="CheckpointException">It is another file, or there is not exactly one.</exception>
    public static void Check(string folder, string? expected)
    {
        if (expected is null)
        {
            return;
        }

        string name = WeightFiles.Find(name => File.Exists(Path.Combine(folder, name)))
            ?? throw new CheckpointException($"{folder}: there are no weights to compare with the spec's sha256. Check the folder.");
        RefuseIndex(folder, name);
        string path = Path.Combine(folder, name);
        try
        {
            using FileStream file = File.OpenRead(path);
            Compare(path, Convert.ToHexStringLower(SHA256.HashData(file)), expected);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path}: the file cannot be read: {e.Message}", e);
        }
    }

    /// <summary>One hash is not that of several files.</summary>
    /// <exception cref="CheckpointException"><paramref name="name"/> is an index.</exception>
    public static void RefuseIndex(string place, string name)
    {
        if (ShardIndex.IsIndex(name))
        {
            throw new CheckpointException($"{place}: the weights are in several files ({name}), and the spec's sha256 is of one. Remove it; a hub's encoder is pinned by a commit as its 'revision'.");
        }
    }

    /// <summary>Compares two hashes.</summary>
    /// <exception cref="CheckpointException">They differ.</exception>
    public static void Compare(string place, string actual, string? expected)
    {
        if (expected is not null && !actual.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new CheckpointException($"{place}: the weights' SHA-256 is {actual}, but the spec's sha256 is {expected}: these are other weights. Take the right revision, or correct the spec if the new weights are meant.");
        }
    }
}
