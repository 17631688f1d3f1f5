using CodegenBert.Generators.Emit;
using CodegenBert.Generators.Tests.Running;
using CodegenBert.Generators.Tests.Snapshots;

namespace CodegenBert.Generators.Tests;

/// <summary>The specs in <c>specs/</c>, which the samples and the README show.</summary>
public class SampleSpecTests
{
    public static TheoryData<string> Specs => [.. Repository.SpecFiles.Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Specs))]
    public void GeneratedCodeIsAsVerified(string spec) => Snapshot.Verify(
        SnapshotName(spec),
        Run(spec).Sources.Select(source => (
            source.HintName.Replace(".g.cs", "", StringComparison.Ordinal),
            source.SourceText.ToString().Replace(TypeEmitter.Version, "VERSION", StringComparison.Ordinal))));

    [Fact]
    public void EverySnapshotBelongsToASpec() =>
        Assert.Empty(Snapshot.Names.Except(Repository.SpecFiles.Select(file => SnapshotName(Path.GetFileName(file))), StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Specs))]
    public void HasNoDiagnostics(string spec) => Assert.Empty(Run(spec).Diagnostics);

    [Fact]
    public void CompileTogetherWithoutWarnings()
    {
        var run = GeneratorRun.Of([.. Repository.SpecFiles.Select(Repository.Spec), Repository.MiniLmManifest]);

        Assert.Empty(UserCode.With(run).Faults());
    }

    private static string SnapshotName(string spec) =>
        $"{nameof(SampleSpecTests)}.{nameof(GeneratedCodeIsAsVerified)}.{spec.Replace(".bert.yaml", "", StringComparison.Ordinal)}";

    private static GeneratorRun Run(string spec) => GeneratorRun.Of([Repository.Spec(Path.Combine(Repository.Root, "specs", spec)), Repository.MiniLmManifest]);
}
