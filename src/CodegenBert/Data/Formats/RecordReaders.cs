namespace CodegenBert.Data.Formats;

/// <summary>Opens the records of a data file in whatever way they are written, packed and encoded.</summary>
internal static class RecordReaders
{
    private const int MostSignatureBytes = 4;

    /// <summary>Opens the records.</summary>
    /// <param name="stream">The file's bytes; left open.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="format">How it is written; null for what its name says.</param>
    /// <param name="fields">What the task needs.</param>
    /// <param name="faults">Takes the faults of records.</param>
    /// <exception cref="DataFileException">The file is broken, of another format, or without the columns that are needed.</exception>
    public static RecordReader Open(Stream stream, string source, DataFormat? format, TaskFields fields, DataFaults faults)
    {
        List<IDisposable> owned = [];
        try
        {
            Stream data = Unpacked(stream, source, owned);
            RecordReader reader = (format ?? FormatOfName.Of(source)) switch
            {
                DataFormat.Tsv => new TsvReader(DataText.Of(data, source), fields, faults),
                DataFormat.Csv => new CsvReader(DataText.Of(data, source), fields, faults),
                DataFormat.JsonLines => new JsonLinesReader(DataText.Of(data, source), fields, faults),
                DataFormat.Parquet => new ParquetRecords(Seekable(data, source, owned), source, fields, faults),
                _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a data format."),
            };
            owned.ForEach(reader.Own);
            return reader;
        }
        catch (Exception e)
        {
            owned.ForEach(resource => resource.Dispose());
            if (e is IOException or UnauthorizedAccessException)
            {
                throw DataFile.Unreadable(source, e);
            }

            throw;
        }
    }

    private static Stream Unpacked(Stream stream, string source, List<IDisposable> owned)
    {
        (byte[] first, Stream whole) = PrefixedStream.Peek(stream, MostSignatureBytes);
        if (!GzipData.Is(first))
        {
            return FormatOfName.SaysGzip(source) && first.Length > 0
                ? throw new DataFileException($"{source}: the name says gzip, but the file does not begin as gzip does; take .gz off its name, or pack it: gzip FILE")
                : whole;
        }

        var unpacked = new GzipData(whole, source);
        owned.Add(unpacked);
        return unpacked;
    }

    /// <summary>What must be read out of order, and cannot, is read from a temporary file.</summary>
    private static Stream Seekable(Stream data, string source, List<IDisposable> owned)
    {
        if (data.CanSeek)
        {
            return data;
        }

        try
        {
            var file = new FileStream(Path.Combine(Path.GetTempPath(), $"codegenbert-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            owned.Add(file);
            data.CopyTo(file);
            file.Position = 0;
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException($"{source}: cannot be unpacked into the temporary folder {Path.GetTempPath()}, which a Parquet file needs: {e.Message}", e);
        }
    }
}
