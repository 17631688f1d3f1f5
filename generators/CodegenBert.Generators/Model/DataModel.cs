namespace CodegenBert.Generators.Model;

/// <summary>The task's own data files, each null if the spec names none, and their columns.</summary>
/// <param name="Train">The training file, relative to the application's base directory.</param>
/// <param name="Validation">The validation file.</param>
/// <param name="Test">The test file.</param>
/// <param name="Columns">The columns.</param>
internal sealed record DataModel(string? Train, string? Validation, string? Test, ColumnsModel Columns)
{
    public static DataModel None { get; } = new(null, null, null, ColumnsModel.None);

    /// <summary>The files that the spec names, by their part: <c>Train</c>, <c>Validation</c>, <c>Test</c>.</summary>
    public IEnumerable<(string Part, string Path)> Files
    {
        get
        {
            (string Part, string? Path)[] parts = [("Train", Train), ("Validation", Validation), ("Test", Test)];
            return parts.Where(static part => part.Path is not null).Select(static part => (part.Part, part.Path!));
        }
    }
}

/// <summary>The columns of the data files.</summary>
/// <param name="Renamed">Those that are called otherwise than in the spec.</param>
/// <param name="Weight">The one of the rows' weights, if there is one.</param>
/// <param name="Group">The one of the rows' groups, if there is one.</param>
internal sealed record ColumnsModel(EquatableArray<ColumnModel> Renamed, string? Weight, string? Group)
{
    public static ColumnsModel None { get; } = new(default, null, null);
}

/// <summary>A column of the data files that is called otherwise than in the spec.</summary>
/// <param name="Name">The spec's name: an input's or the target's.</param>
/// <param name="Column">The files' name.</param>
internal sealed record ColumnModel(string Name, string Column);
