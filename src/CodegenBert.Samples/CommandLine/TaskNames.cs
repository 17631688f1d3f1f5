using System.CommandLine;
using System.Text;
using CodegenBert.Tasks;

namespace CodegenBert.Samples.CommandLine;

/// <summary>Tasks as they are named on the command line: <c>ticket-routing</c> and <c>TicketRouting</c> are one.</summary>
internal static class TaskNames
{
    /// <summary>The argument that names a task.</summary>
    /// <param name="tasks">The tasks there are.</param>
    public static Argument<TaskDefinition> Argument(IReadOnlyList<TaskDefinition> tasks)
    {
        string known = string.Join(", ", tasks.Select(task => Kebab(task.Name)));
        return new("TASK")
        {
            Description = $"The task, by the name in its spec: {known}.",
            CustomParser = result =>
            {
                string name = result.Tokens[0].Value;
                TaskDefinition? task = tasks.FirstOrDefault(task => Bare(task.Name) == Bare(name));
                if (task is null)
                {
                    result.AddError($"unknown task `{name}`; there are {known}");
                }

                return task;
            },
        };
    }

    /// <summary><c>TicketRouting</c> as <c>ticket-routing</c>.</summary>
    /// <param name="name">A task's name.</param>
    public static string Kebab(string name)
    {
        StringBuilder kebab = new();
        for (int i = 0; i < name.Length; i++)
        {
            bool startsWord = i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]);
            kebab.Append(startsWord ? "-" : "").Append(char.ToLowerInvariant(name[i]));
        }

        return kebab.ToString();
    }

    private static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
