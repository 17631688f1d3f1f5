using System.Text;
using CodegenBert.Checkpoints.Formats.Pickle;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>
/// What <c>torch.save</c> writes since PyTorch 1.6: a zip archive of stored entries below one root, <c>data.pkl</c> with the tensors' descriptions and
/// <c>data/KEY</c> with each storage's bytes (pytorch/caffe2/serialize/inline_container.cc).
/// </summary>
internal static class TorchArchive
{
    private const string PickleName = "data.pkl";
    private const int MostPickleBytes = 32 << 20;

    /// <summary>Whether a file is an archive. Leaves it at its start.</summary>
    public static bool IsArchive(FileStream file)
    {
        Span<byte> start = stackalloc byte[4];
        int read = file.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        file.Position = 0;
        return start[..read].SequenceEqual("PK\u0003\u0004"u8);
    }

    /// <summary>The tensors of an archive.</summary>
    /// <param name="file">The file, which must stay open while they are read.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CheckpointException">It is not an archive of tensors, or lies about their sizes.</exception>
    public static IReadOnlyList<StoredTensor> Read(FileStream file, string path)
    {
        IReadOnlyDictionary<string, FileBytes> entries = ZipDirectory.Read(file).Entries;
        string root = Root(path, entries.Keys);
        CheckByteOrder(entries.GetValueOrDefault(root + "byteorder"), path);
        using var pickle = new MemoryStream(Bytes(entries[root + PickleName], MostPickleBytes, path));
        return TorchDictionary.Tensors(new PickleReader(pickle, path).Read(), path, storage =>
            entries.GetValueOrDefault($"{root}data/{storage.Key}") ?? throw Refuse(path, $"it has no entry for the storage '{storage.Key}'"));
    }

    /// <summary>The error for a file that breaks a rule.</summary>
    public static CheckpointException Refuse(string path, string reason) => new($"{path}: not a valid file of PyTorch: {reason}. Fetch the file again.");

    /// <summary>The one folder that all entries lie in, with its slash.</summary>
    private static string Root(string path, IEnumerable<string> names)
    {
        string[] roots = [.. names.Where(name => name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && name[(slash + 1)..] == PickleName).Select(name => name[..^PickleName.Length])];
        if (roots is not [string root])
        {
            throw Refuse(path, $"it has {roots.Length} entries FOLDER/{PickleName} where torch.save writes one");
        }

        string? stranger = names.FirstOrDefault(name => !name.StartsWith(root, StringComparison.Ordinal) || name.Split('/', '\\').Contains(".."));
        return stranger is null ? root : throw Refuse(path, $"its entry '{stranger}' lies outside of '{root}'");
    }

    private static void CheckByteOrder(FileBytes? entry, string path)
    {
        if (entry is not null && Bytes(entry, 16, path) is var order && !order.AsSpan().SequenceEqual("little"u8))
        {
            throw Refuse(path, $"its byte order is '{Encoding.ASCII.GetString(order)}'; only 'little' is read");
        }
    }

    private static byte[] Bytes(FileBytes entry, int most, string path)
    {
        byte[] bytes = entry.Length <= most ? new byte[entry.Length] : throw Refuse(path, $"an entry of {entry.Length} bytes is too long for what it is; at most {most} are read");
        entry.Read(0, bytes);
        return bytes;
    }
}
