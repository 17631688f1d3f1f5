using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>One file of weights, open, its header checked: safetensors, or what <c>torch.save</c> writes.</summary>
internal sealed class WeightFile : IDisposable
{
    private readonly FileStream _file;
    private Tensor? _mapped;

    private WeightFile(FileStream file, IEnumerable<StoredTensor> tensors)
    {
        _file = file;
        Tensors = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>The file.</summary>
    public string Path => _file.Name;

    /// <summary>Opens a file and checks what it says of its tensors, each against the file's size. The extension tells its format.</summary>
    /// <param name="path">A <c>.safetensors</c> file, or a <c>.bin</c> file in either of PyTorch's containers.</param>
    /// <exception cref="CheckpointException">It cannot be read, or is broken.</exception>
    public static WeightFile Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 16);
            return new(file, path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) ? SafetensorsHeader.Read(file, path)
                : TorchArchive.IsArchive(file) ? TorchArchive.Read(file, path)
                : TorchStream.Read(file, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CheckpointException)
        {
            file?.Dispose();
            throw e as CheckpointException ?? new CheckpointException($"{path}: the weights cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The tensor in float32, whatever type it has on disk. The caller owns it. A large one of float32 is mapped, not read.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <exception cref="CheckpointException">Its bytes cannot be read.</exception>
    public Tensor ReadFloat32(StoredTensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        try
        {
            Tensor stored = Map(tensor) ?? ReadStored(tensor);
            return (stored.dtype == ScalarType.Float32 ? stored : stored.to(ScalarType.Float32)).MoveToOuterDisposeScope();
        }
        catch (Exception e) when (e is IOException or ExternalException) // the last is libtorch's
        {
            throw new CheckpointException($"{Path}: the tensor '{tensor.Name}' cannot be read: {e.Message} Fetch the file again.", e);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _mapped?.Dispose(); // tensors that were given out keep the mapping alive
        _file.Dispose();
    }

    private static Tensor ReadStored(StoredTensor tensor)
    {
        if (tensor.Extent > int.MaxValue / TensorType.Size(tensor.Type))
        {
            throw new IOException($"It takes {tensor.Extent} elements of {TensorType.Size(tensor.Type)} bytes; at most 2 GiB are read.");
        }

        Tensor elements = empty(tensor.Extent, dtype: tensor.Type); // (extent)
        tensor.Bytes.Read(tensor.Offset * TensorType.Size(tensor.Type), elements.bytes);
        return tensor.Strides is null
            ? elements.view([.. tensor.Shape])
            : elements.as_strided([.. tensor.Shape], [.. tensor.Strides]).contiguous();
    }

    /// <summary>
    /// A view into the file's pages, which are read when they are first used and copied when they are first written to: the file never changes.
    /// It may be replaced or deleted in the meantime, as a save does; cutting it short ends the process, as with any mapped file.
    /// Not on Windows, where a mapped file could not be replaced by a save.
    /// </summary>
    private Tensor? Map(StoredTensor tensor)
    {
        const long Least = 1 << 20;
        if (tensor is not { Type: ScalarType.Float32, Strides: null, Bytes: var bytes } || bytes.Length < Least || bytes.Start % sizeof(float) != 0 || OperatingSystem.IsWindows())
        {
            return null;
        }

        _mapped ??= from_file(Path, shared: false, size: _file.Length / sizeof(float), dtype: ScalarType.Float32).DetachFromDisposeScope();
        return _mapped.narrow(0, (bytes.Start / sizeof(float)) + tensor.Offset, tensor.Count).view([.. tensor.Shape]);
    }
}
