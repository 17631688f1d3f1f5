namespace CodegenBert.Tests;

/// <summary>The folder <c>shared/data</c> beside the repository or above it: what is too large, or not ours, to commit.</summary>
internal static class SharedData
{
    public static string? Folder { get; } = Find();

    public static string PathOf(params string[] parts) =>
        Path.Combine([Folder ?? throw new InvalidOperationException("There is no shared/data."), .. parts]);

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}

/// <summary>A test that needs <c>shared/data</c>, skipped with a message where it is missing (xunit 2.9 cannot skip while it runs).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute() => Skip = SharedDataReason.OrNull;
}

/// <summary>As <see cref="SharedDataFactAttribute"/>, for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute() => Skip = SharedDataReason.OrNull;
}

internal static class SharedDataReason
{
    public static string? OrNull { get; } = SharedData.Folder is null ? $"No folder shared/data beside or above {AppContext.BaseDirectory}." : null;
}
