using CodegenBert.Generators.Emit;
using CodegenBert.Generators.Specs;
using CodegenBert.Generators.Specs.Yaml;
using CodegenBert.Generators.Tests.Running;
using CodegenBert.Generators.Tests.Snapshots;

namespace CodegenBert.Generators.Tests;

/// <summary>The specs in <c>specs/</c>, which the samples and the README show, and those in <c>Specs/</c>, which show the rest of the language.</summary>
public class SampleSpecTests
{
    private static readonly string[] s_files = [.. Repository.SpecFiles, .. Repository.TestSpecFiles];

    public static TheoryData<string> Specs => [.. s_files.Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Specs))]
    public void GeneratedCodeIsAsVerified(string spec) => Snapshot.Verify(
        SnapshotName(spec),
        Run(spec).Sources.Select(source => (
            source.HintName.Replace(".g.cs", "", StringComparison.Ordinal),
            source.SourceText.ToString().Replace(TypeEmitter.Version, "VERSION", StringComparison.Ordinal))));

    [Fact]
    public void EverySnapshotBelongsToASpec() => Assert.Empty(Snapshot.Names.Except([.. s_files.Select(SnapshotName), ApiLockTests.SnapshotName], StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Specs))]
    public void HasNoDiagnostics(string spec) => Assert.Empty(Run(spec).Diagnostics);

    [Fact]
    public void CompileTogetherWithoutWarnings()
    {
        var run = GeneratorRun.Of([.. s_files.Select(Repository.Spec), Repository.MiniLmManifest]);

        Assert.Empty(UserCode.With(run).Faults());
    }

    [Fact]
    public void TogetherTheyUseEveryKeyOfTheLanguage() =>
        Assert.Empty(SchemaTests.KeyPaths.Except(s_files.SelectMany(KeyPaths), StringComparer.Ordinal));

    private static IEnumerable<string> KeyPaths(string file)
    {
        InMemoryText text = Repository.Spec(file);
        return Paths(YamlReader.Read(text.GetText(), [], new ProblemList(file, text.GetText()), default)!, "");

        static IEnumerable<string> Paths(YamlNode node, string prefix) => node switch
        {
            YamlMapping mapping => mapping.Entries.SelectMany(entry => Paths(entry.Value, prefix + entry.Key.Value + "/").Prepend(prefix + entry.Key.Value)),
            YamlSequence list => list.Items.SelectMany(item => Paths(item, prefix)),
            _ => [],
        };
    }

    private static string SnapshotName(string spec) =>
        $"{nameof(SampleSpecTests)}.{nameof(GeneratedCodeIsAsVerified)}.{Path.GetFileName(spec).Replace(".bert.yaml", "", StringComparison.Ordinal)}";

    private static GeneratorRun Run(string spec) => GeneratorRun.Of([Repository.Spec(Path.Combine(Repository.Root, spec)), Repository.MiniLmManifest]);
}
