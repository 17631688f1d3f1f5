using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Specs;

/// <summary>A task's name and where it is given: the little that all specs are collected for.</summary>
internal sealed record TaskPlace(string FullName, string SpecPath, string Path, LocationInfo Place);

/// <summary>Which spec gives a task its code if several claim it: the first by path. Two files of one name are refused by Roslyn, with everything else.</summary>
/// <param name="Silent">Specs that give no code.</param>
/// <param name="Diagnostics">One for each of the specs that claim a task.</param>
internal sealed record TaskCensus(EquatableArray<string> Silent, EquatableArray<SpecDiagnostic> Diagnostics)
{
    public static TaskCensus Of(IEnumerable<TaskPlace> tasks)
    {
        List<string> silent = [];
        List<SpecDiagnostic> problems = [];
        // Hint names are compared without case, as some file systems do.
        foreach (IGrouping<string, TaskPlace> claim in tasks.GroupBy(static task => task.FullName, StringComparer.OrdinalIgnoreCase).Where(static claim => claim.Count() > 1))
        {
            TaskPlace[] claimants = [.. claim.OrderBy(static task => task.Path, StringComparer.Ordinal)];
            for (int i = 0; i < claimants.Length; i++)
            {
                TaskPlace task = claimants[i], other = claimants[i == 0 ? 1 : 0];
                string[] arguments = [task.FullName, other.SpecPath];
                problems.Add(new(SpecRules.DuplicateTask, task.Place, arguments.ToEquatableArray(), other.Place));
                if (i > 0 || other.Path == task.Path)
                {
                    silent.Add(task.Path);
                }
            }
        }

        return new(silent.ToEquatableArray(), problems.ToEquatableArray());
    }
}
