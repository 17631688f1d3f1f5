namespace CodegenBert.Checkpoints.Formats.Pickle;

/// <summary>The tensors of a state dictionary, each held against the size of its storage.</summary>
internal static class TorchDictionary
{
    /// <summary>The tensors that a pickle describes.</summary>
    /// <param name="value">What the pickle left: a dictionary of tensors, or of such a dictionary under <c>state_dict</c>.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="bytesOf">The bytes of a storage; throws if the file does not have it.</param>
    /// <exception cref="CheckpointException">It is something else, or a tensor does not fit its storage.</exception>
    public static IReadOnlyList<StoredTensor> Tensors(object value, string path, Func<TorchStorage, FileBytes> bytesOf)
    {
        if (value is not PickleDictionary dictionary)
        {
            throw Refuse(path, "it holds no dictionary of tensors, but something else");
        }

        if (dictionary.Items.Find(item => item.Key is "state_dict" && item.Value is PickleDictionary).Value is PickleDictionary nested)
        {
            dictionary = nested;
        }

        var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        foreach ((object key, object item) in dictionary.Items)
        {
            if (key is not string name || item is not PickleTensor tensor)
            {
                throw Refuse(path, $"its dictionary has the item '{key as string ?? key.GetType().Name}', which is no tensor: save model.state_dict()");
            }

            tensors[name] = Tensor(name, tensor, path, bytesOf); // the last of two with one name, as in Python
        }

        return [.. tensors.Values];
    }

    private static StoredTensor Tensor(string name, PickleTensor tensor, string path, Func<TorchStorage, FileBytes> bytesOf)
    {
        TorchStorage storage = TorchStorage.Of(tensor.Storage) ?? throw Refuse(path, $"the tensor '{name}' lies in a storage of an unknown kind");
        FileBytes bytes = bytesOf(storage);
        if (bytes.Length / TensorType.Size(storage.Type) < storage.Count)
        {
            throw Refuse(path, $"the storage of the tensor '{name}' claims {storage.Count} elements and has {bytes.Length} bytes");
        }

        return StoredTensor.Fault(storage.Type, tensor.Size, tensor.Offset, tensor.Stride, storage.Count * TensorType.Size(storage.Type)) is { } fault
            ? throw Refuse(path, $"the tensor '{name}' cannot be in its storage: {fault}")
            : new(name, storage.Type, tensor.Size, bytes, tensor.Offset, IsContiguous(tensor) ? null : tensor.Stride);
    }

    private static bool IsContiguous(PickleTensor tensor)
    {
        long expected = 1;
        for (int i = tensor.Size.Count - 1; i >= 0; i--)
        {
            if (tensor.Size[i] != 1 && tensor.Stride[i] != expected)
            {
                return false;
            }

            expected *= tensor.Size[i];
        }

        return true;
    }

    private static CheckpointException Refuse(string path, string reason) => new($"{path}: not a file of weights: {reason}.");
}
