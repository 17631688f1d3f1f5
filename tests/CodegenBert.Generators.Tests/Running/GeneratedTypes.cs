namespace CodegenBert.Generators.Tests.Running;

/// <summary>How many types a task gives.</summary>
internal static class GeneratedTypes
{
    public const int SingleLabel = 13, MultiLabel = 15, Regression = 10;

    public static IEnumerable<int> Counts => [SingleLabel, MultiLabel, Regression];
}
