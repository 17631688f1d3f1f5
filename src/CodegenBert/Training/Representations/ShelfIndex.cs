namespace CodegenBert.Training.Representations;

/// <summary>The file that says which texts a shelf has and where. Only records are ever added at its end, so a reader needs no lock; of two records of one text the later one counts.</summary>
/// <param name="path">The file.</param>
internal sealed class ShelfIndex(string path)
{
    private const int RecordsAtOnce = 1 << 14;

    /// <summary>The whole records of the file in their order, and how many could not be read; a torn one at the end, of a write that was cut off or is going on, is none of either.</summary>
    /// <param name="accept">Gets each.</param>
    /// <param name="from">How many of the first ones are left out.</param>
    /// <returns>How many there are now, and how many of those that were read are damaged.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public (long Count, int Damaged) Read(Action<ShelfRecord> accept, long from = 0)
    {
        if (!File.Exists(path))
        {
            return default;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        file.Position = from * ShelfRecord.Size;
        byte[] buffer = new byte[RecordsAtOnce * ShelfRecord.Size];
        int damaged = 0, read;
        long count = from;
        while ((read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) >= ShelfRecord.Size)
        {
            for (int at = 0; at + ShelfRecord.Size <= read; at += ShelfRecord.Size, count++)
            {
                if (ShelfRecord.TryRead(buffer.AsSpan(at, ShelfRecord.Size), out ShelfRecord record))
                {
                    accept(record);
                }
                else
                {
                    damaged++;
                }
            }
        }

        return (count, damaged);
    }

    /// <summary>Adds records, in one write, in place of a torn one at the end. The caller has the writers' lock.</summary>
    /// <exception cref="IOException">The file cannot be written; it has at most a torn record more.</exception>
    public void Append(IReadOnlyList<ShelfRecord> records)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        long length = RandomAccess.GetLength(file);
        RandomAccess.Write(file, Bytes(records), length - (length % ShelfRecord.Size));
    }

    /// <summary>Leaves damaged records out, by a new file in this one's place. The caller has the writers' lock.</summary>
    /// <exception cref="IOException">The file cannot be written; it is as it was.</exception>
    public void Repair()
    {
        var whole = new List<ShelfRecord>();
        if (Read(whole.Add).Damaged > 0)
        {
            string repaired = path + ".new";
            File.WriteAllBytes(repaired, Bytes(whole));
            File.Move(repaired, path, overwrite: true);
        }
    }

    private static byte[] Bytes(IReadOnlyList<ShelfRecord> records)
    {
        byte[] bytes = new byte[records.Count * ShelfRecord.Size];
        for (int i = 0; i < records.Count; i++)
        {
            records[i].Write(bytes.AsSpan(i * ShelfRecord.Size));
        }

        return bytes;
    }
}
