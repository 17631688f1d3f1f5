using System.Collections.Concurrent;

namespace CodegenBert.Tests;

/// <summary>What was compared with the conformance kit: a row for each group. A test fails at its first difference; the table of all groups collects them.</summary>
internal static class KitTable
{
    private static readonly ConcurrentDictionary<string, KitGroup> s_groups = new(StringComparer.Ordinal);

    /// <summary>Whether differences are counted instead of failing.</summary>
    public static bool IsCollecting { get; set; }

    /// <summary>The groups by name.</summary>
    public static IEnumerable<KitGroup> Groups => s_groups.Values.OrderBy(group => group.Name, StringComparer.Ordinal);

    /// <summary>A number that may differ by so much.</summary>
    public static void Within(string group, double difference, double bound)
    {
        Note(group, 1, difference <= bound ? 1 : 0, difference, bound);
        if (!IsCollecting)
        {
            Assert.InRange(difference, 0, bound);
        }
    }

    /// <summary>What must be the same.</summary>
    public static void Same(string group, string expected, string actual)
    {
        Note(group, 1, expected == actual ? 1 : 0);
        if (!IsCollecting)
        {
            Assert.Equal(expected, actual);
        }
    }

    /// <summary>What must be refused.</summary>
    public static void Refused<TException>(string group, Action action)
        where TException : Exception
    {
        Exception? refusal = Record.Exception(action);
        Note(group, 1, refusal is TException ? 1 : 0);
        if (!IsCollecting)
        {
            Assert.IsType<TException>(refusal);
        }
    }

    /// <summary>Cases that were compared elsewhere.</summary>
    public static void Note(string group, int cases, int equal, double difference = 0, double bound = 0) =>
        s_groups.AddOrUpdate(group, name => new(name, cases, equal, difference, bound), (_, row) => row.With(cases, equal, difference, bound));
}

/// <summary>A group of the kit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cases">How many comparisons.</param>
/// <param name="Equal">How many were within the bound.</param>
/// <param name="Largest">The largest difference.</param>
/// <param name="Bound">The bound; 0 where things are the same or not.</param>
internal sealed record KitGroup(string Name, int Cases, int Equal, double Largest, double Bound)
{
    public KitGroup With(int cases, int equal, double difference, double bound) =>
        new(Name, Cases + cases, Equal + equal, double.IsNaN(difference) ? difference : Math.Max(Largest, difference), Math.Max(Bound, bound));
}
