using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>Checks rows that come from code.</summary>
internal sealed class RowCheck
{
    private readonly DataFaults _faults = new();
    private readonly List<LabeledTexts> _rows = [];
    private readonly RowRules _rules;

    /// <summary>Begins with no rows.</summary>
    /// <param name="task">The task that they must fit.</param>
    public RowCheck(TaskDefinition task) => _rules = new(task, TaskFields.OfSpec(task), _faults);

    /// <summary>Takes the next row, and notes what does not fit.</summary>
    /// <param name="row">The row.</param>
    public void Add(LabeledTexts row)
    {
        _rows.Add(row);
        RowOrigin origin = row.Origin.OrRow(_rows.Count);
        _rules.AcceptTexts(row.Input, origin);
        _rules.AcceptTarget(row.Target, origin);
        _rules.AcceptWeight(row.Weight, origin);
    }

    /// <summary>The rows, if all fit.</summary>
    /// <exception cref="DataFileException">Some do not.</exception>
    public IReadOnlyList<LabeledTexts> ToRows()
    {
        _faults.ThrowIfAny();
        return _rows;
    }
}
