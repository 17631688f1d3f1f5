namespace CodegenBert.Generators.Specs;

/// <summary>Names that generated types have already, so that no label or input can.</summary>
internal static class ReservedNames
{
    private static readonly string[] s_object = ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];
    private static readonly string[] s_record = ["Clone", "EqualityContract", "PrintMembers"];
    private static readonly string[] s_probabilities = ["Count", "Item", "Top"];
    private static readonly string[] s_input = ["CheckText", "Label", "ToTexts"];

    /// <summary>What has the name that a label would get, or null.</summary>
    public static string? OwnerForLabel(string name, string? task) =>
        Owner(name, s_object, "every C# object has")
        ?? Owner(name, s_probabilities, $"{task}Probabilities has")
        ?? Owner(name, task is null ? [] : [task + "Label", task + "Probabilities"], "is the name of the generated type itself");

    /// <summary>What has the name that an input would get, or null.</summary>
    public static string? OwnerForInput(string name, string? task) =>
        Owner(name, s_object, "every C# object has")
        ?? Owner(name, s_record, "every C# record has")
        ?? Owner(name, s_input, $"{task}Example has")
        ?? Owner(name, task is null ? [] : [task + "Input"], "is the name of the generated type itself");

    private static string? Owner(string name, string[] taken, string owner) => Array.IndexOf(taken, name) >= 0 ? owner : null;
}
