using CodegenBert.Tasks;

namespace CodegenBert.Samples;

/// <summary>The tasks of <c>specs/</c>, as the generator has read them.</summary>
internal static class SampleTasks
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<TaskDefinition> All { get; } = [SentimentDefinition.Task, TicketRoutingDefinition.Task, EntailmentDefinition.Task, CoherenceDefinition.Task];
}
