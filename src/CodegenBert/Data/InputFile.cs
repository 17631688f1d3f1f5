using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>Streams the inputs of a file that is to be classified.</summary>
internal static class InputFile
{
    /// <summary>The rows, one by one. What can be read twice is checked to its end before the first.</summary>
    /// <param name="task">The task.</param>
    /// <param name="path">The file.</param>
    /// <param name="format">How it is written; null for what its name says.</param>
    public static IEnumerable<InputRow> Read(TaskDefinition task, string path, DataFormat? format)
    {
        using FileStream file = DataFile.Open(path);
        if (file.CanSeek)
        {
            _ = Check(task, file, path, format);
        }

        foreach (InputRow row in Read(task, file, path, format))
        {
            yield return row;
        }
    }

    /// <summary>Reads the rows to their end, counts them, and goes back to the start.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stream">The data, which can seek, at its start.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="format">How it is written; null for what its name says.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <exception cref="DataFileException">The data is malformed, or rows do not fit the task.</exception>
    public static int Check(TaskDefinition task, Stream stream, string source, DataFormat? format, CancellationToken cancellationToken = default)
    {
        int count = 0;
        foreach (InputRow _ in Read(task, stream, source, format))
        {
            cancellationToken.ThrowIfCancellationRequested();
            count++;
        }

        stream.Position = 0;
        return count;
    }

    /// <summary>The rows, one by one, none after a bad one.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stream">The data; left open.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="format">How it is written; null for what its name says.</param>
    public static IEnumerable<InputRow> Read(TaskDefinition task, Stream stream, string source, DataFormat? format)
    {
        using TaskRowReader reader = new(task, stream, source, format, labelled: false);
        while (reader.Read(out LabeledTexts row))
        {
            // After a bad row the rest is read for its faults alone, which are reported together.
            if (!reader.Faults.Any)
            {
                yield return new(row.Input, row.Origin);
            }
        }

        reader.Faults.ThrowIfAny();
    }
}
