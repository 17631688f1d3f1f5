using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>The weights of a folder: one file, or the shards that an index names.</summary>
internal sealed class WeightFiles : IDisposable
{
    /// <summary>Files of weights, in the order in which transformers looks for them.</summary>
    private static readonly string[] s_names = ["model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"];

    private static readonly string[] s_foreign = ["tf_model.h5", "flax_model.msgpack", "model.onnx"];

    private readonly List<WeightFile> _files = [];

    private WeightFiles(string path) => Path = path;

    /// <summary>The file of weights, or the index.</summary>
    public string Path { get; }

    /// <summary>The tensors by name, with the file that each lies in.</summary>
    public Dictionary<string, (WeightFile File, StoredTensor Tensor)> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>The name of the file of weights, or of the index of several; null if there is none.</summary>
    public static string? Find(Func<string, bool> isThere) => s_names.FirstOrDefault(isThere);

    /// <summary>Opens what a folder has.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointException">It has no weights, or they are broken.</exception>
    public static WeightFiles OpenFolder(string folder)
    {
        if (Find(name => File.Exists(System.IO.Path.Combine(folder, name))) is { } found)
        {
            return Open(System.IO.Path.Combine(folder, found));
        }

        string[] foreign = [.. s_foreign.Where(name => File.Exists(System.IO.Path.Combine(folder, name)))];
        throw new CheckpointException(
            $"{System.IO.Path.Combine(folder, s_names[0])}: the file is missing, and so are {string.Join(", ", s_names.Skip(1))}."
            + (foreign.Length == 0 ? " An encoder or model folder has one of them." : $" {string.Join(", ", foreign)} cannot be read: save the model with PyTorch."));
    }

    /// <summary>Opens a file of weights, or an index with its shards.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">It cannot be read, or is broken.</exception>
    public static WeightFiles Open(string path)
    {
        var files = new WeightFiles(path);
        try
        {
            if (!ShardIndex.IsIndex(path))
            {
                files.Add(WeightFile.Open(path));
                return files;
            }

            ShardIndex index = ShardIndex.Read(path);
            string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
            foreach (string shard in index.Shards)
            {
                string file = System.IO.Path.Combine(folder, shard);
                files.Add(File.Exists(file) ? WeightFile.Open(file) : throw new CheckpointException($"{path}: the file {shard}, which it names, is missing. Fetch all files of the model."));
            }

            files.CheckAll(index);
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private void Add(WeightFile file)
    {
        _files.Add(file);
        foreach ((string name, StoredTensor tensor) in file.Tensors)
        {
            if (!Tensors.TryAdd(name, (file, tensor)))
            {
                throw new CheckpointException($"{file.Path}: the tensor '{name}' is in {System.IO.Path.GetFileName(Tensors[name].File.Path)} too. Fetch the files again.");
            }
        }
    }

    private void CheckAll(ShardIndex index)
    {
        foreach ((string name, string shard) in index.ShardOf)
        {
            if (!Tensors.TryGetValue(name, out (WeightFile File, StoredTensor) found) || System.IO.Path.GetFileName(found.File.Path) != shard)
            {
                throw new CheckpointException($"{Path}: the tensor '{name}' is not in {shard}. Fetch the files again.");
            }
        }
    }
}
