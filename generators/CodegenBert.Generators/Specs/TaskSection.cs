using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>task</c> and <c>namespace</c>.</summary>
internal static class TaskSection
{
    // Leaves room for the longest suffix, TrainingOptions.
    private const int LongestTask = 100;

    public static string? Name(Section spec)
    {
        spec.ReportMissing("task", "add the task's name, like 'task: Sentiment'");
        if (spec.Text("task", "a name like 'Sentiment'") is not { } task)
        {
            return null;
        }

        if (CSharpName.IsPascal(task.Value) && task.Value.Length <= LongestTask)
        {
            return task.Value;
        }

        // The near name is what user code most likely says.
        string? near = CSharpName.Pascal(task.Value) is { Length: <= LongestTask } pascal && CSharpName.IsPascal(pascal) ? pascal : null;
        string remedy = near is null ? "write up to 100 letters and digits that begin with a capital letter, like 'TicketRouting'" : $"did you mean '{near}'?";
        spec.Problems.Add(SpecRules.NoName, task.Span, "The task", task.Value, remedy);
        return near;
    }

    public static string? Namespace(Section spec)
    {
        if (spec.Text("namespace", "names joined by points, like 'Contoso.Texts'") is not { } name)
        {
            return null;
        }

        if (CSharpName.IsNamespace(name.Value))
        {
            return name.Value;
        }

        spec.Problems.Add(SpecRules.NoName, name.Span, "The namespace", name.Value, "write names joined by points, like 'Contoso.Texts'");
        return null;
    }
}
