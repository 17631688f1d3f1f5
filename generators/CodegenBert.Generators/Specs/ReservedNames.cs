using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Specs;

/// <summary>Names that generated types have already, so that no label, input or score can.</summary>
internal static class ReservedNames
{
    private static readonly string[] s_object = ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];
    private static readonly string[] s_record = ["Clone", "EqualityContract", "PrintMembers"];
    private static readonly string[] s_probabilities = ["Count", "Item", "Top"];
    private static readonly string[] s_labelSet = ["Contains", "Empty", "GetEnumerator", "Of", "ToTarget"];
    private static readonly string[] s_thresholds = ["All", "ToValues"];
    private static readonly string[] s_input = ["CheckText", "ToTexts"];

    /// <summary>What has the name that a label would get, or null.</summary>
    public static string? OwnerForLabel(string name, string? task, OutputKind output)
    {
        string[] types = output == OutputKind.MultiLabel ? ["Label", "Probabilities", "LabelSet", "Thresholds"] : ["Label", "Probabilities"];
        string? owner = Owner(name, s_object, "every C# object has") ?? Owner(name, s_probabilities, $"{task}Probabilities has") ?? OwnType(name, task, types);
        return owner is not null || output != OutputKind.MultiLabel
            ? owner
            : Owner(name, s_labelSet, $"{task}LabelSet has") ?? Owner(name, s_thresholds, $"{task}Thresholds has") ?? Owner(name, s_record, "every C# record has");
    }

    /// <summary>What has the name that an input would get, or null.</summary>
    public static string? OwnerForInput(string name, string? task, OutputModel output) =>
        Owner(name, s_object, "every C# object has")
        ?? Owner(name, s_record, "every C# record has")
        ?? Owner(name, [output.Target], $"{task}Example has")
        ?? Owner(name, s_input, $"{task}Input has")
        ?? (output.Kind == OutputKind.SingleLabel ? Owner(name, ["AbstainBelow"], $"{task}Classifier.Predict has as a parameter") : null)
        ?? OwnType(name, task, "Input");

    /// <summary>What has one of the names that a score would get, or null.</summary>
    public static string? OwnerForScore(string name, string? task) =>
        Owner(name, s_object, "every C# object has")
        ?? Owner(name, s_record, "every C# record has")
        ?? Owner(name, ["Input", "Weight", "Group"], $"{task}Example has")
        ?? Owner(name, ["Truncated"], $"{task}Prediction has")
        ?? OwnType(name, task, "Example", "Prediction")
        ?? Derived("Raw" + name, OwnType("Raw" + name, task, "Prediction"))
        ?? Derived("Min" + name, OwnType("Min" + name, task, "Definition"))
        ?? Derived("Max" + name, OwnType("Max" + name, task, "Definition") ?? Owner("Max" + name, ["MaxLength"], $"{task}Definition has"));

    private static string? Derived(string name, string? owner) => owner is null ? null : $"gives '{name}', which {owner}";

    private static string? OwnType(string name, string? task, params string[] suffixes) =>
        task is null ? null : Owner(name, [.. suffixes.Select(suffix => task + suffix)], "is the name of the generated type itself");

    private static string? Owner(string name, string[] taken, string owner) => Array.IndexOf(taken, name) >= 0 ? owner : null;
}
