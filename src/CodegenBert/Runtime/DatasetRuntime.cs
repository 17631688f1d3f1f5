using System.ComponentModel;
using CodegenBert.Data;
using CodegenBert.Data.Splits;
using CodegenBert.Tasks;

namespace CodegenBert.Runtime;

/// <summary>Reads and checks data for generated data sets.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DatasetRuntime
{
    /// <summary>
    /// Reads a data file into memory: TSV, CSV, JSON Lines or Parquet, gzipped or not, whose columns are the spec's inputs and <c>label</c>, <c>labels</c> (with <c>|</c> between
    /// them, or a list) or the score, and those of weights and groups where the task has them.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="path">The file.</param>
    /// <param name="format">How it is written; null for what its name says (<see cref="DataFormat"/>).</param>
    /// <exception cref="DataFileException">The file is missing or malformed, or rows do not fit the task: all of them are named, up to twenty.</exception>
    public static IReadOnlyList<LabeledTexts> Read(TaskDefinition task, string path, DataFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        using FileStream file = DataFile.Open(path);
        return Read(task, file, path, format);
    }

    /// <summary>Reads a data file's bytes from a stream.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stream">The data; left open.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="format">How it is written; null for what <paramref name="source"/> says, as a file's name would.</param>
    /// <exception cref="DataFileException">The data is malformed, or rows do not fit the task.</exception>
    public static IReadOnlyList<LabeledTexts> Read(TaskDefinition task, Stream stream, string source, DataFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        using TaskRowReader reader = new(task, stream, source, format, labelled: true);
        List<LabeledTexts> rows = [];
        while (reader.Read(out LabeledTexts row))
        {
            // After a bad row the rest is read for its faults alone.
            if (!reader.Faults.Any)
            {
                rows.Add(row);
            }
        }

        reader.Faults.ThrowIfAny();
        return rows;
    }

    /// <summary>
    /// Checks a data file to its end and leaves its rows there: they are parsed again whenever they are gone through, so a file that is larger than the memory can be trained on.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="path">The file. It must stay as it is while the rows are in use.</param>
    /// <param name="format">How it is written; null for what its name says.</param>
    /// <exception cref="DataFileException">The file is missing or malformed, cannot be read twice, or rows do not fit the task; later, that it has changed.</exception>
    public static IReadOnlyList<LabeledTexts> Open(TaskDefinition task, string path, DataFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileRows(task, path, format);
    }

    /// <summary>
    /// Reads inputs to be classified from a data file of any format, whose columns are the spec's inputs; other columns, <c>label</c> too, are ignored.
    /// The rows come one by one as they are asked for. A file is checked to its end before the first of them, so that no work on it is lost;
    /// what cannot be read twice (a pipe) is checked as it goes, and gives no row after a bad one.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="path">The file; opened when the first row is asked for.</param>
    /// <param name="format">How it is written; null for what its name says.</param>
    /// <exception cref="DataFileException">The file is missing or malformed, or rows do not fit the task: all of them are named, up to twenty.</exception>
    public static IEnumerable<InputRow> ReadInputs(TaskDefinition task, string path, DataFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return InputFile.Read(task, path, format);
    }

    /// <summary>
    /// Splits rows in two, at random but the same for the same seed. Both parts have each label (of scores, each tenth of them) in like share; rows of one group, and rows of equal
    /// texts, stay together, where texts are equal that differ in case and in white space at their ends only. Within a part the rows keep their order.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="share">The first part's share, between 0 and 1; met as nearly as rows that stay together allow.</param>
    /// <param name="seed">Decides which rows go where.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not between 0 and 1.</exception>
    /// <exception cref="DataFileException">A part would be empty, or rows do not fit the task.</exception>
    public static (IReadOnlyList<LabeledTexts> Train, IReadOnlyList<LabeledTexts> Remainder) Split(TaskDefinition task, IReadOnlyList<LabeledTexts> rows, double share, int seed)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(rows);
        if (share is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The first part's share lies between 0 and 1.");
        }

        IReadOnlyList<LabeledTexts> checkedRows = Check(task, rows);
        int[][] parts = RowSplit.Of(task, checkedRows, [share, 1 - share], seed);
        return (new SelectedRows(checkedRows, parts[0], task), new SelectedRows(checkedRows, parts[1], task));
    }

    /// <summary>Checks rows that come from code: no empty text, no label or score outside of the task's, weights finite and not negative. What has been opened from a file for the task is known to fit.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="DataFileException">Rows do not fit the task.</exception>
    public static IReadOnlyList<LabeledTexts> Check(TaskDefinition task, IEnumerable<LabeledTexts> rows)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows is ICheckedRows known && ReferenceEquals(known.Task, task))
        {
            return known;
        }

        RowCheck check = new(task);
        foreach (LabeledTexts row in rows)
        {
            check.Add(row);
        }

        return check.ToRows();
    }

    /// <summary>Checks rows that come from code one after the other, as <see cref="Check(TaskDefinition, IEnumerable{LabeledTexts})"/> does.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The rows; enumerated once.</param>
    /// <param name="cancellationToken">Stops the enumeration.</param>
    /// <exception cref="DataFileException">Rows do not fit the task.</exception>
    public static async Task<IReadOnlyList<LabeledTexts>> CheckAsync(TaskDefinition task, IAsyncEnumerable<LabeledTexts> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck check = new(task);
        await foreach (LabeledTexts row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            check.Add(row);
        }

        return check.ToRows();
    }

    /// <summary>Checks one input: as many texts as the task has, none of them empty.</summary>
    /// <param name="task">The task.</param>
    /// <param name="input">The text or texts.</param>
    /// <param name="source">What the message calls it.</param>
    /// <exception cref="DataFileException">The input does not fit the task.</exception>
    public static void Check(TaskDefinition task, InputTexts input, string source)
    {
        ArgumentNullException.ThrowIfNull(task);
        DataFaults faults = new();
        new RowRules(task, TaskFields.OfSpec(task), faults).AcceptTexts(input, new(source, 0));
        faults.ThrowIfAny();
    }
}
