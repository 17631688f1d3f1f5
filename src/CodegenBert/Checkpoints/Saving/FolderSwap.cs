namespace CodegenBert.Checkpoints.Saving;

/// <summary>
/// Writes a folder as a whole: into a neighbour first, then by two renames into place. Whoever looks sees the old folder or the new one; if the
/// process dies between the renames, the old one lies beside and is put back when it is next read.
/// </summary>
internal static class FolderSwap
{
    private const string NewSuffix = ".codegenbert-new";
    private const string OldSuffix = ".codegenbert-old";

    /// <summary>Writes a folder into place.</summary>
    /// <param name="folder">The folder; what is there is replaced if <paramref name="mayReplace"/> says so.</param>
    /// <param name="mayReplace">Whether an existing folder may be replaced.</param>
    /// <param name="write">Writes the files into the folder that it is given.</param>
    /// <exception cref="CheckpointException">The folder cannot be written, or holds something else.</exception>
    public static void Write(string folder, Func<string, bool> mayReplace, Action<string> write)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string fresh = target + NewSuffix, old = target + OldSuffix;
        try
        {
            Repair(target);
            CheckReplaceable(folder, target, mayReplace);
            Delete(fresh);
            Directory.CreateDirectory(fresh);
            write(fresh);
            if (Directory.Exists(target))
            {
                Directory.Move(target, old);
            }

            Directory.Move(fresh, target);
            Delete(old);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Repair(target);
            DeleteQuietly(fresh);
            throw new CheckpointException($"{folder}: the model cannot be written: {e.Message} What was there before is unchanged.", e);
        }
    }

    /// <summary>Finds out, before hours of work, whether <see cref="Write"/> can write there.</summary>
    /// <exception cref="CheckpointException">It cannot.</exception>
    public static void CheckWritable(string folder, Func<string, bool> mayReplace)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), fresh = target + NewSuffix;
        try
        {
            CheckReplaceable(folder, target, mayReplace);
            Directory.CreateDirectory(fresh);
            DurableFile.Write(Path.Combine(fresh, "probe"), [0]);
            Delete(fresh);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DeleteQuietly(fresh);
            throw new CheckpointException($"{folder}: a model cannot be written there: {e.Message}", e);
        }
    }

    /// <summary>Puts the old folder back if a swap was interrupted between its two renames.</summary>
    public static void Repair(string folder)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), old = target + OldSuffix;
        if (!Directory.Exists(old))
        {
            return;
        }

        if (Directory.Exists(target))
        {
            Delete(old);
        }
        else
        {
            Directory.Move(old, target);
        }
    }

    private static void CheckReplaceable(string folder, string target, Func<string, bool> mayReplace)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any() && !mayReplace(target)))
        {
            throw new CheckpointException($"{folder}: this is no model folder, so it is not replaced. Give another folder, or empty it.");
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void DeleteQuietly(string folder)
    {
        try
        {
            Delete(folder);
        }
        catch (IOException)
        {
            // The error that led here is the one to report.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
