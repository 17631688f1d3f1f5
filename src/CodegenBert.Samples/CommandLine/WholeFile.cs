namespace CodegenBert.Samples.CommandLine;

/// <summary>A file that is there as a whole or not at all: written beside its place and moved there at the end. A file of that name stays until then.</summary>
internal sealed class WholeFile
{
    private readonly string _path;

    /// <summary>Makes sure that the file can be written, before the work whose result it is to hold.</summary>
    /// <param name="path">Its place; missing folders are made.</param>
    /// <exception cref="CommandException">It cannot.</exception>
    public WholeFile(string path)
    {
        _path = path;
        if (Directory.Exists(path))
        {
            throw new CommandException($"{path}: is a folder; a file is to be written there");
        }

        Try(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using FileStream probe = Create(Beside(), FileOptions.DeleteOnClose);
        });
    }

    /// <summary>Writes the file.</summary>
    /// <param name="write">Writes what is in it; if it throws, nothing is left behind.</param>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public void Write(Action<Stream> write) => Try(() =>
    {
        string beside = Beside();
        try
        {
            using (FileStream file = Create(beside, FileOptions.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, _path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    });

    private static FileStream Create(string path, FileOptions options) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, options);

    private string Beside()
    {
        string full = Path.GetFullPath(_path);
        return Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{_path}: cannot be written: {e.Message}", e);
        }
    }
}
