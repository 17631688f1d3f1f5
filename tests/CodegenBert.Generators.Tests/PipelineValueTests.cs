using System.Reflection;
using CodegenBert.Generators.Tests.Running;
using CodegenBert.Generators.Tests.Wrong;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Tests;

/// <summary>What the pipeline's steps hand on is remembered from one keystroke to the next.</summary>
public class PipelineValueTests
{
    /// <summary>They keep a whole compilation or file alive, and none is equal to the one after the next keystroke.</summary>
    private static readonly Type[] s_forbidden =
        [typeof(Compilation), typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(SemanticModel), typeof(Location), typeof(SourceText), typeof(AdditionalText), typeof(Diagnostic)];

    private static readonly string[] s_steps =
        [.. typeof(TrackingNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(name => (string)name.GetRawConstantValue()!)];

    [Fact]
    public void NoStepKeepsAnythingOfTheCompilerAlive()
    {
        var steps = Run().Result.TrackedSteps;

        Assert.All(s_steps, step => Assert.Contains(step, steps.Keys));
        Assert.All(
            s_steps.SelectMany(step => steps[step]).SelectMany(step => step.Outputs).SelectMany(output => ObjectGraph.Of(output.Value)),
            part => Assert.DoesNotContain(s_forbidden, type => type.IsInstanceOfType(part)));
    }

    [Fact]
    public void TheWalkFindsWhatIsDeepInside() =>
        Assert.Contains(ObjectGraph.Of(new[] { KeyValuePair.Create(1, (IReadOnlyList<object>)[Location.None]) }), part => part is Location);

    // Right and wrong specs, a duplicate and a broken manifest: each kind of value that there is.
    private static GeneratorRun Run() => GeneratorRun.Of(
    [
        Repository.MiniLmManifest,
        new InMemoryText("/packages/broken.encoder.yaml", "encoder: ["),
        .. Repository.SpecFiles.Select(Repository.Spec),
        new InMemoryText("/project/specs/sentiment.bert.api.txt", "# A locked API"),
        .. WrongSpec.All.Select((spec, i) => new InMemoryText($"/project/{i}.bert.yaml", spec.Yaml)),
    ], new(apiLock: true));
}
