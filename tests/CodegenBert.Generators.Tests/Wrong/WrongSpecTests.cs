using CodegenBert.Generators.Tests.Running;
using CodegenBert.Generators.Tests.Snapshots;
using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Tests.Wrong;

/// <summary>Every fault is told at its place, with the way out.</summary>
public class WrongSpecTests
{
    public static TheoryData<string> Names => [.. WrongSpec.All.Select(spec => spec.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void SaysWhatAndWhere(string name)
    {
        WrongSpec spec = WrongSpec.All.Single(spec => spec.Name == name);

        Assert.Equal(spec.Diagnostics, GeneratorRun.OfSpec(spec.Yaml).DiagnosticsWithSecondPlaces);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LeavesNoHalfGeneratedTask(string name)
    {
        var run = GeneratorRun.OfSpec(WrongSpec.All.Single(spec => spec.Name == name).Yaml);

        Assert.DoesNotContain(UserCode.With(run).GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Contains(run.Sources.Count(), GeneratedTypes.Counts.Prepend(0));
    }

    [Fact]
    public void EveryRuleThatASpecAloneCanBreakIsBroken()
    {
        string[] others = ["CBERT001", "CBERT017", "CBERT019", "CBERT021", "CBERT022", "CBERT023", "CBERT024", "CBERT025"];
        IEnumerable<string> ids = RuleTests.Rules.Select(rule => rule.Id).Except(others);

        Assert.All(ids, id => Assert.Contains(WrongSpec.All, spec => spec.Diagnostics.Any(diagnostic => diagnostic.Contains(id, StringComparison.Ordinal))));
    }

    [Fact]
    public void TheFileIsInItsOwnForm()
    {
        if (Snapshot.IsAccepting)
        {
            Snapshot.Write(WrongSpec.File, WrongSpec.Rewritten());
        }

        Assert.Equal(File.ReadAllText(WrongSpec.File).Replace("\r\n", "\n", StringComparison.Ordinal), WrongSpec.Rewritten());
    }
}
