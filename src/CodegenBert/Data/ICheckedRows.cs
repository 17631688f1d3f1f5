using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>Rows that are known to fit a task: they need not be looked at again before training.</summary>
internal interface ICheckedRows : IReadOnlyList<LabeledTexts>
{
    /// <summary>The task that they fit.</summary>
    TaskDefinition Task { get; }
}
