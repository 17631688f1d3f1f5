using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CodegenBert.Training.Resuming;

/// <summary>All that a run's result depends on, by name: two runs of the same identity have the same weights, bit for bit, so one may go on from the other's state.</summary>
/// <param name="Fields">The values by their names.</param>
internal sealed record RunIdentity(IReadOnlyDictionary<string, string> Fields)
{
    private const int LongestShown = 60;

    /// <summary>A name for the run's folder: the same for the same fields.</summary>
    public string Hash
    {
        get
        {
            IEnumerable<string> lines = Fields.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}");
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..16];
        }
    }

    /// <summary>Collects fields; values are written in invariant form.</summary>
    public static RunIdentity Of(IEnumerable<(string Name, object? Value)> fields) =>
        new(fields.ToDictionary(field => field.Name, field => Convert.ToString(field.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal));

    /// <summary>What differs from another run, each as "name is this (was: that)".</summary>
    /// <param name="earlier">The other run.</param>
    public IReadOnlyList<string> DifferencesFrom(RunIdentity earlier) =>
    [
        .. Fields.Keys.Union(earlier.Fields.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(name => Fields.GetValueOrDefault(name) != earlier.Fields.GetValueOrDefault(name))
            .Select(name => $"{name} is {Shown(Fields, name)} (was: {Shown(earlier.Fields, name)})"),
    ];

    private static string Shown(IReadOnlyDictionary<string, string> fields, string name) =>
        !fields.TryGetValue(name, out string? value) ? "not given" : value.Length == 0 ? "none" : value.Length > LongestShown ? value[..LongestShown] + "…" : value;
}
