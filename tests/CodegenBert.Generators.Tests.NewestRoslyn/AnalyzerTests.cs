using System.Globalization;
using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis.CSharp;

namespace CodegenBert.Generators.Tests;

/// <summary>Generated code passes all analyzers of the SDK as if somebody had written it by hand. Under the floor's Roslyn they cannot be loaded.</summary>
public class AnalyzerTests
{
    /// <summary>Two specs have such words on purpose: a namespace <c>class</c>, a label <c>int</c>. That they are found shows that the analyzers look.</summary>
    private static readonly string[] s_faultsOfTheSpecsOwnWords =
    [
        "CA1716: Rename namespace Contoso.class.Texts so that it no longer conflicts with the reserved language keyword 'class'. " +
            "Using a reserved keyword as the name of a namespace makes it harder for consumers in other languages to use the namespace.",
        "CA1720: Identifier 'Int' contains type name",
        "CA1720: Identifier 'Int' contains type name",
    ];

    [Fact]
    public async Task NothingIsFoundButTheSpecsOwnWords()
    {
        GeneratorRun[] runs = [.. VariantTests.All.Select((spec, i) => GeneratorRun.OfSpec(spec, new TestOptions($"Contoso{i}")))];
        CSharpCompilation code = UserCode.WithAll(runs, "[assembly: System.Reflection.AssemblyVersion(\"1.0\")]");

        Assert.Equal(
            s_faultsOfTheSpecsOwnWords,
            (await SdkAnalyzers.Run(code)).Select(found => $"{found.Id}: {found.GetMessage(CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal));
    }
}
