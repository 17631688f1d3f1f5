using System.Text.RegularExpressions;
using CodegenBert.Generators.Tests.Running;

namespace CodegenBert.Generators.Tests;

/// <summary>What the generator must not come to do.</summary>
public partial class ArchitectureTests
{
    private static string Pipeline { get; } = File.ReadAllText(Path.Combine(Repository.Generator, "TaskSpecGenerator.cs"));

    [Fact]
    public void OneFileKnowsYamlDotNet() => Assert.Equal(
        ["YamlReader.cs"],
        Sources().Where(file => File.ReadLines(file).Any(line => line.StartsWith("using YamlDotNet", StringComparison.Ordinal))).Select(Path.GetFileName).Distinct());

    [Fact]
    public void NothingLooksAtTheCompilation() => Assert.DoesNotContain("CompilationProvider", Pipeline, StringComparison.Ordinal);

    [Fact]
    public void NoStepCapturesAnything() => Assert.DoesNotMatch(CapturingLambda(), Pipeline);

    [Fact]
    public void ModelsHoldNoPlaces() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(Repository.Generator, "Model"), "*.cs"),
        file => Assert.DoesNotContain("using Microsoft.CodeAnalysis", File.ReadAllText(file), StringComparison.Ordinal));

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Repository.Generator, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Repository.Generator, file).StartsWith("obj", StringComparison.Ordinal));

    [GeneratedRegex(@"(Select|SelectMany|Where|RegisterSourceOutput)\((\w+, )?(\(|\w+ =>)")]
    private static partial Regex CapturingLambda();
}
