using System.Collections;
using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>Some rows of others, in their order; only their numbers are held.</summary>
/// <param name="rows">The others.</param>
/// <param name="indices">Which, ascending.</param>
/// <param name="task">The task that all of them fit.</param>
internal sealed class SelectedRows(IReadOnlyList<LabeledTexts> rows, int[] indices, TaskDefinition task) : ICheckedRows
{
    /// <inheritdoc />
    public TaskDefinition Task => task;

    /// <inheritdoc />
    public int Count => indices.Length;

    /// <inheritdoc />
    public LabeledTexts this[int index] => rows[indices[index]];

    /// <inheritdoc />
    public IEnumerator<LabeledTexts> GetEnumerator() => rows is ICheckedRows ? InOnePass() : ByIndex();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerator<LabeledTexts> ByIndex()
    {
        foreach (int index in indices)
        {
            yield return rows[index];
        }
    }

    /// <summary>What is read from a file is gone through, not jumped in.</summary>
    private IEnumerator<LabeledTexts> InOnePass()
    {
        int next = 0, index = 0;
        foreach (LabeledTexts row in rows)
        {
            if (next == indices.Length)
            {
                yield break;
            }

            if (indices[next] == index++)
            {
                next++;
                yield return row;
            }
        }
    }
}
