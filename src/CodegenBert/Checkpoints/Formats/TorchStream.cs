using System.Buffers.Binary;
using CodegenBert.Checkpoints.Formats.Pickle;
using static TorchSharp.torch;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>
/// What <c>torch.save</c> wrote before PyTorch 1.6: five pickles one behind the other (a magic number, a version, the machine, the tensors' descriptions,
/// the storages' keys), then for each key its number of elements and its bytes (<c>_legacy_load</c> in pytorch/torch/serialization.py).
/// </summary>
internal static class TorchStream
{
    private const long Version = 1001;

    /// <summary>0x1950a86a20f9469cfc6c: too large for a tensor's number, so the pickle's reader gives it as its digits.</summary>
    private const string Magic = "119547037146038801333356";

    /// <summary>The tensors of a file.</summary>
    /// <param name="file">The file from its start, which must stay open while they are read.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CheckpointException">It is not such a file, or lies about sizes.</exception>
    public static IReadOnlyList<StoredTensor> Read(FileStream file, string path)
    {
        object Next() => new PickleReader(file, path).Read();

        if (Next() is not Magic || Next() is not Version)
        {
            throw TorchArchive.Refuse(path, "it is neither an archive nor begins with PyTorch's magic number and version");
        }

        if (Next() is not PickleDictionary machine || !machine.Items.Any(item => item is { Key: "little_endian", Value: true }))
        {
            throw TorchArchive.Refuse(path, "it was not written by a machine with little-endian numbers");
        }

        object value = Next();
        if (Next() is not PickleSequence { Items: var keys } || keys.Exists(key => key is not string))
        {
            throw TorchArchive.Refuse(path, "its list of storages is broken");
        }

        long storagesStart = file.Position;
        var types = new Dictionary<string, ScalarType>(StringComparer.Ordinal);
        TorchDictionary.Tensors(value, path, storage => // first to learn the element types, without which the storages cannot be told apart
        {
            return types.TryAdd(storage.Key, storage.Type) || types[storage.Key] == storage.Type
                ? new FileBytes(file, 0, long.MaxValue)
                : throw TorchArchive.Refuse(path, $"the storage '{storage.Key}' has two element types");
        });
        Dictionary<string, FileBytes> storages = Storages(file, path, storagesStart, [.. keys.Cast<string>()], types);
        return TorchDictionary.Tensors(value, path, storage => storages.GetValueOrDefault(storage.Key) ?? throw TorchArchive.Refuse(path, $"the storage '{storage.Key}' is missing"));
    }

    private static Dictionary<string, FileBytes> Storages(FileStream file, string path, long position, IReadOnlyList<string> keys, Dictionary<string, ScalarType> types)
    {
        var storages = new Dictionary<string, FileBytes>(StringComparer.Ordinal);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (string key in keys)
        {
            if (!types.TryGetValue(key, out ScalarType type))
            {
                throw TorchArchive.Refuse(path, $"the storage '{key}' belongs to no tensor");
            }

            file.Position = position;
            if (file.ReadAtLeast(number, number.Length, throwOnEndOfStream: false) < number.Length)
            {
                throw TorchArchive.Refuse(path, $"it ends before the storage '{key}'");
            }

            long count = BinaryPrimitives.ReadInt64LittleEndian(number), start = position + number.Length;
            if (count < 0 || count > (file.Length - start) / TensorType.Size(type))
            {
                throw TorchArchive.Refuse(path, $"the storage '{key}' claims {count} elements, and {file.Length - start} bytes follow");
            }

            long length = count * TensorType.Size(type);
            storages[key] = new FileBytes(file, start, length);
            position = start + length;
        }

        return storages;
    }
}
