namespace CodegenBert.Data;

/// <summary>Opens data files, and says in one sentence why one cannot be opened.</summary>
internal static class DataFile
{
    /// <summary>Opens a file for reading from start to end.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFileException">There is no such file, or it cannot be read.</exception>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new DataFileException($"{path}: is a folder; a data file is needed");
        }

        try
        {
            // The line reader has a buffer of its own.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            string full = Path.GetFullPath(path);
            string where = full == path ? string.Empty : $" ({full})";
            throw new DataFileException($"{path}: there is no such file{where}", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DataFileException($"{path}: may not be read: give this user the right to read it", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>The error for a source that failed while it was read.</summary>
    /// <param name="source">The file's path, or what stands for it.</param>
    /// <param name="cause">What the system said.</param>
    public static DataFileException Unreadable(string source, Exception cause) => new($"{source}: cannot be read: {cause.Message}", cause);
}
