using CodegenBert.Checkpoints;
using Microsoft.Win32.SafeHandles;

namespace CodegenBert.Training.Representations;

/// <summary>
/// What one frozen part said of texts, on disk: a file of rows that is only ever added to, and an index of it. Rows are written before the index names them, and each entry
/// has a checksum that is verified before it is used: whatever a crash, a full disk or a broken one leaves behind is missing or found out, never taken for a value.
/// Nothing is forced to the disk, for the same reason.
/// </summary>
internal sealed class Shelf : IDisposable
{
    /// <summary>Name of the index's file.</summary>
    public const string IndexName = "index";

    private const string RowsName = "rows", AboutName = "about.txt";

    private readonly CacheFolder _folder;
    private readonly RepresentationCache _cache;
    private readonly string _key;
    private readonly string _description;
    private readonly EntryShape _shape;
    private readonly ShelfIndex _index;
    private readonly List<MappedRows> _maps = [];
    private IDisposable? _use;
    private bool _hasDamagedRecords;
    private long _seenRecords;

    /// <summary>Opens a shelf, empty if it is new; it is in use until it is disposed.</summary>
    /// <param name="cache">Where.</param>
    /// <param name="key">Its key (<see cref="ShelfKey"/>).</param>
    /// <param name="description">What the key stands for, for whoever looks into the folder.</param>
    /// <param name="shape">The shape of its entries.</param>
    public Shelf(RepresentationCache cache, string key, string description, EntryShape shape)
    {
        (_cache, _key, _description, _shape) = (cache, key, description, shape);
        _folder = new CacheFolder(cache);
        _index = new ShelfIndex(Path.Combine(Folder, IndexName));
        _use = _folder.Use(key);
    }

    /// <summary>Its folder.</summary>
    public string Folder => _folder.Shelf(_key);

    private string RowsPath => Path.Combine(Folder, RowsName);

    /// <summary>Looks texts up, and verifies what it has of them.</summary>
    /// <param name="wanted">The texts, and how many rows each has.</param>
    /// <param name="damaged">How many entries could not be read or are not what was written.</param>
    /// <returns>Where the rows of the texts lie that it has whole; valid until the shelf is disposed.</returns>
    /// <exception cref="IOException">The files cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The files may not be read.</exception>
    public Dictionary<UInt128, Place> Find(IReadOnlyDictionary<UInt128, int> wanted, out int damaged)
    {
        var records = new Dictionary<UInt128, ShelfRecord>();
        (_seenRecords, damaged) = _index.Read(record =>
        {
            if (wanted.ContainsKey(record.Key))
            {
                records[record.Key] = record;
            }
        });
        _hasDamagedRecords |= damaged > 0;
        var found = new Dictionary<UInt128, Place>(records.Count);
        MappedRows? map = records.Count == 0 || !File.Exists(RowsPath) || new FileInfo(RowsPath).Length < _shape.RowBytes ? null : new MappedRows(RowsPath, _shape.Width);
        if (map is not null)
        {
            _maps.Add(map);
        }

        foreach (ShelfRecord record in records.Values.OrderBy(record => record.Row)) // in the file's order
        {
            bool whole = map is not null && record.Rows == wanted[record.Key] && record.Row <= map.Rows - record.Rows
                && ShelfRecord.Sum(map.Bytes(record.Row, record.Rows)) == record.Checksum;
            if (whole)
            {
                found.Add(record.Key, new(map!, record.Row));
            }
            else
            {
                damaged++;
            }
        }

        return found;
    }

    /// <summary>Adds entries.</summary>
    /// <param name="block">Their rows.</param>
    /// <param name="entries">Where each text's rows lie in the block.</param>
    /// <returns>Why they were not added, or null if they were.</returns>
    public string? Append(RowBlock block, IReadOnlyList<NewEntry> entries)
    {
        try
        {
            _folder.Make();
            Directory.CreateDirectory(Folder);
            _use ??= _folder.Use(_key);
            using IDisposable? alone = FileLock.Wait(() => FileLock.TryTake(_folder.WritersLock(_key)), _cache.LockPatience);
            if (alone is null)
            {
                return $"another process has been writing for {_cache.LockPatience.TotalSeconds:0.#} s";
            }

            if (!_folder.MakeRoom((block.Filled * _shape.RowBytes) + (entries.Count * ShelfRecord.Size), _key))
            {
                return $"its bound of {_cache.MostBytes:N0} bytes is reached, and nothing that is not in use is left to evict";
            }

            AppendUnwritten(block, entries);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>Empties the shelf if it, with so many bytes more, is larger than the bound, and no other process uses it. For a shelf of which nothing is of use now: else the first texts that it ever had would keep all others out.</summary>
    public void ClearIfTooLargeWith(long bytes)
    {
        long size = _folder.Size(_key);
        if (size > 0 && size + bytes > _cache.MostBytes)
        {
            Close();
            _ = _folder.TryEvict(_key);
            _use = _folder.Use(_key);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _folder.NoteUse(_key);
        Close();
    }

    private void Close()
    {
        _maps.ForEach(map => map.Dispose());
        _maps.Clear();
        _use?.Dispose();
        _use = null;
    }

    /// <summary>Leaves out what another process has written since this one looked: two runs that begin together on the same texts need the room but once.</summary>
    private void AppendUnwritten(RowBlock block, IReadOnlyList<NewEntry> entries)
    {
        var others = new HashSet<UInt128>();
        _ = _index.Read(record => others.Add(record.Key), _seenRecords);
        NewEntry[] unwritten = [.. entries.Where(entry => !others.Contains(entry.Key))];
        if (unwritten.Length == entries.Count)
        {
            Write(block, entries);
        }
        else if (unwritten.Length > 0)
        {
            using var rest = new RowBlock(unwritten.Sum(entry => (long)entry.Rows), _shape.Width);
            var moved = new List<NewEntry>();
            foreach (NewEntry entry in unwritten)
            {
                moved.Add(entry with { Row = rest.Filled });
                rest.Add(block.Read(entry.Row, entry.Rows));
            }

            Write(rest, moved);
        }
    }

    private void Write(RowBlock block, IReadOnlyList<NewEntry> entries)
    {
        string about = Path.Combine(Folder, AboutName);
        if (!File.Exists(about))
        {
            File.WriteAllText(about, _description);
        }

        using SafeFileHandle file = File.OpenHandle(RowsPath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        long length = RandomAccess.GetLength(file), start = (length + _shape.RowBytes - 1) / _shape.RowBytes; // behind a torn row, if a crash left one
        try
        {
            RandomAccess.Write(file, block.Bytes(0, (int)block.Filled), start * _shape.RowBytes);
        }
        catch (IOException)
        {
            CutTo(file, length);
            throw;
        }

        if (_hasDamagedRecords)
        {
            _index.Repair();
            _hasDamagedRecords = false;
        }

        _index.Append([.. entries.Select(entry => new ShelfRecord(entry.Key, start + entry.Row, entry.Rows, ShelfRecord.Sum(block.Bytes(entry.Row, entry.Rows))))]);
    }

    /// <summary>Gives back what was written of rows that no index names.</summary>
    private static void CutTo(SafeFileHandle file, long length)
    {
        try
        {
            RandomAccess.SetLength(file, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The rows stay, unnamed.
        }
    }
}
