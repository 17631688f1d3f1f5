using CodegenBert.Generators.Tests.Running;

namespace CodegenBert.Generators.Tests.Snapshots;

/// <summary>
/// Compares texts with files in <c>_snapshots</c>, in Verify's conventions, so that moving to Verify is a change in this file (its core
/// package could not be restored when this was written). <c>CODEGENBERT_ACCEPT_SNAPSHOTS=1</c> accepts what differs, except where <c>CI=true</c>.
/// </summary>
internal static class Snapshot
{
    private static string Folder => Path.Combine(Repository.TestProject, "_snapshots");

    public static bool IsAccepting =>
        Environment.GetEnvironmentVariable("CODEGENBERT_ACCEPT_SNAPSHOTS") == "1" && Environment.GetEnvironmentVariable("CI") != "true";

    /// <summary>The tests that have snapshots.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.verified.cs").Select(file => Path.GetFileName(file).Split('#')[0]).Distinct();

    /// <summary>The snapshots of a test: name and text of each.</summary>
    public static void Verify(string test, IEnumerable<(string Name, string Text)> texts)
    {
        List<string> faults = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach ((string name, string text) in texts)
        {
            string verified = Path.Combine(Folder, $"{test}#{name}.verified.cs");
            known.Add(verified);
            if (Compare(verified, text) is { } fault)
            {
                faults.Add(fault);
            }
        }

        foreach (string orphan in Directory.Exists(Folder) ? Directory.GetFiles(Folder, test + "#*.verified.cs").Where(file => !known.Contains(file)) : [])
        {
            if (IsAccepting)
            {
                File.Delete(orphan);
            }
            else
            {
                faults.Add($"{Path.GetFileName(orphan)} is verified, but nothing generates it any more.");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    /// <summary>Writes a whole file or none: the tests under another Roslyn may read it at the same moment.</summary>
    public static void Write(string path, string text)
    {
        string beside = $"{path}.{Environment.ProcessId}.received.tmp";
        File.WriteAllText(beside, text);
        File.Move(beside, path, overwrite: true);
    }

    private static string? Compare(string verified, string text)
    {
        string received = verified.Replace(".verified.", ".received.", StringComparison.Ordinal);
        string? expected = File.Exists(verified) ? File.ReadAllText(verified).Replace("\r\n", "\n", StringComparison.Ordinal) : null;
        if (expected == text)
        {
            File.Delete(received);
            return null;
        }

        Directory.CreateDirectory(Folder);
        Write(IsAccepting ? verified : received, text);
        return IsAccepting ? null
            : expected is null ? $"{Path.GetFileName(verified)} is missing; {Path.GetFileName(received)} is what was generated."
            : $"--- {Path.GetFileName(verified)}\n+++ {Path.GetFileName(received)}\n{UnifiedDiff.Of(expected, text)}";
    }
}
