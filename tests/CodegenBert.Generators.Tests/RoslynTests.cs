using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace CodegenBert.Generators.Tests;

/// <summary>The compilers that these tests run under: the generator's floor in one project, the newest in the other.</summary>
public class RoslynTests
{
    [Fact]
    public void TheCompilerIsTheOneThatTheProjectNames()
    {
        string named = typeof(RoslynTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "TestedRoslyn").Value!;

        Assert.Equal(named + ".0", typeof(CSharpCompilation).Assembly.GetName().Version!.ToString());
    }

    [Fact]
    public void TheGeneratorAsksForNoMoreThanTheFloor() => Assert.Equal(
        new Version(5, 0, 0, 0),
        typeof(TaskSpecGenerator).Assembly.GetReferencedAssemblies().Single(assembly => assembly.Name == "Microsoft.CodeAnalysis").Version);
}
