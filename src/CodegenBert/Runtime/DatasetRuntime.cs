using System.ComponentModel;
using CodegenBert.Data;
using CodegenBert.Tasks;

namespace CodegenBert.Runtime;

/// <summary>Reads and checks data for generated data sets.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DatasetRuntime
{
    /// <summary>Reads a UTF-8 TSV file whose header names the spec's inputs and <c>label</c>, <c>labels</c> (with <c>|</c> between them) or the score.</summary>
    /// <param name="task">The task.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFileException">The file is missing or malformed, or rows do not fit the task: all of them are named, up to twenty.</exception>
    public static IReadOnlyList<LabeledTexts> Read(TaskDefinition task, string path)
    {
        ArgumentNullException.ThrowIfNull(task);
        using FileStream file = DataFile.Open(path);
        return Read(task, file, path);
    }

    /// <summary>Reads UTF-8 TSV from a stream.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stream">The data; left open.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="DataFileException">The data is malformed, or rows do not fit the task.</exception>
    public static IReadOnlyList<LabeledTexts> Read(TaskDefinition task, Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(stream);
        TaskRowReader reader = new(task, stream, source, labelled: true);
        List<LabeledTexts> rows = [];
        while (reader.Read(out LabeledTexts row))
        {
            rows.Add(row);
        }

        reader.Faults.ThrowIfAny();
        return rows;
    }

    /// <summary>
    /// Reads inputs to be classified from a UTF-8 TSV file whose header names the spec's inputs; other columns, <c>label</c> too, are ignored.
    /// The rows come one by one as they are asked for. A file is checked to its end before the first of them, so that no work on it is lost;
    /// what cannot be read twice (a pipe) is checked as it goes, and gives no row after a bad one.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="path">The file; opened when the first row is asked for.</param>
    /// <exception cref="DataFileException">The file is missing or malformed, or rows do not fit the task: all of them are named, up to twenty.</exception>
    public static IEnumerable<InputRow> ReadInputs(TaskDefinition task, string path)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return InputFile.Read(task, path);
    }

    /// <summary>Checks rows that come from code: no empty text, no label or score outside of the task's.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="DataFileException">Rows do not fit the task.</exception>
    public static IReadOnlyList<LabeledTexts> Check(TaskDefinition task, IEnumerable<LabeledTexts> rows)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(rows);
        DataFaults faults = new();
        RowRules rules = new(task, faults);
        List<LabeledTexts> checkedRows = [];
        foreach (LabeledTexts row in rows)
        {
            checkedRows.Add(row);
            RowOrigin origin = row.Origin.OrRow(checkedRows.Count);
            rules.AcceptTexts(row.Input, origin);
            rules.AcceptTarget(row.Target, origin);
        }

        faults.ThrowIfAny();
        return checkedRows;
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
        new RowRules(task, faults).AcceptTexts(input, new(source, 0));
        faults.ThrowIfAny();
    }
}
