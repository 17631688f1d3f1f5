using System.IO.Compression;
using System.Text;
using CodegenBert.Checkpoints.Formats.Pickle;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>
/// What <c>torch.save</c> writes since PyTorch 1.6: a zip archive of stored entries below one root, <c>data.pkl</c> with the tensors' descriptions and
/// <c>data/KEY</c> with each storage's bytes (pytorch/caffe2/serialize/inline_container.cc).
/// </summary>
internal static class TorchArchive
{
    /// <summary>Whether a file is an archive. Leaves it at its start.</summary>
    public static bool IsArchive(FileStream file)
    {
        Span<byte> start = stackalloc byte[4];
        int read = file.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        file.Position = 0;
        return start[..read].SequenceEqual("PK\u0003\u0004"u8);
    }

    /// <summary>The tensors of an archive.</summary>
    /// <param name="archive">The archive, which must stay open while they are read.</param>
    /// <param name="length">The file's length.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CheckpointException">It is not an archive of tensors, or lies about their sizes.</exception>
    public static IReadOnlyList<StoredTensor> Read(ZipArchive archive, long length, string path)
    {
        const string Pickle = "/data.pkl";
        ZipArchiveEntry pickle = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith(Pickle, StringComparison.Ordinal) && entry.FullName.IndexOf('/', StringComparison.Ordinal) == entry.FullName.Length - Pickle.Length)
            ?? throw Refuse(path, "it has no data.pkl");
        string root = pickle.FullName[..^"data.pkl".Length];
        if (archive.Entries.FirstOrDefault(entry => !entry.FullName.StartsWith(root, StringComparison.Ordinal) || entry.FullName.Split('/', '\\').Contains("..")) is { } stranger)
        {
            throw Refuse(path, $"its entry '{stranger.FullName}' lies outside of '{root}'");
        }

        CheckStored(pickle, length, path);
        CheckByteOrder(archive.GetEntry(root + "byteorder"), length, path);
        using Stream stream = pickle.Open();
        object value = new PickleReader(new BufferedStream(stream), path).Read();
        var storages = new Dictionary<string, StoredBytes>(StringComparer.Ordinal);
        return TorchDictionary.Tensors(value, path, storage =>
        {
            if (!storages.TryGetValue(storage.Key, out StoredBytes? bytes))
            {
                ZipArchiveEntry entry = archive.GetEntry($"{root}data/{storage.Key}") ?? throw Refuse(path, $"it has no entry for the storage '{storage.Key}'");
                CheckStored(entry, length, path);
                storages.Add(storage.Key, bytes = new ArchiveBytes(entry));
            }

            return bytes;
        });
    }

    private static void CheckStored(ZipArchiveEntry entry, long fileLength, string path)
    {
        if (entry.Length != entry.CompressedLength)
        {
            throw Refuse(path, $"its entry '{entry.FullName}' is compressed, which torch.save never does");
        }

        if (entry.Length < 0 || entry.Length > fileLength)
        {
            throw Refuse(path, $"its entry '{entry.FullName}' claims {entry.Length} bytes, more than the file has");
        }
    }

    private static void CheckByteOrder(ZipArchiveEntry? entry, long fileLength, string path)
    {
        if (entry is null)
        {
            return;
        }

        CheckStored(entry, fileLength, path);
        using Stream stream = entry.Open();
        byte[] order = new byte[16];
        int read = stream.ReadAtLeast(order, order.Length, throwOnEndOfStream: false);
        if (!order.AsSpan(0, read).SequenceEqual("little"u8))
        {
            throw Refuse(path, $"its byte order is '{Encoding.ASCII.GetString(order, 0, read)}'; only 'little' is read");
        }
    }

    private static CheckpointException Refuse(string path, string reason) => new($"{path}: not a valid file of PyTorch: {reason}. Fetch the file again.");
}
