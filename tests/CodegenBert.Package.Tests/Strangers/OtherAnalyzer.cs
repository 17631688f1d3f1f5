using CodegenBert.Package.Tests.Packing;

namespace CodegenBert.Package.Tests.Strangers;

/// <summary>A generator of another vendor: it reads YAML with the YamlDotNet that lies beside it, and generates what it found.</summary>
internal static class OtherAnalyzer
{
    public const string Id = "OtherVendor.Analyzer";

    /// <summary>The mark's members are of another type in each of the majors, so this runs with the one only that it was compiled against.</summary>
    private const string Generator = """"
        using System.IO;
        using Microsoft.CodeAnalysis;
        using YamlDotNet.RepresentationModel;

        [Generator]
        public sealed class OtherGenerator : IIncrementalGenerator
        {
            public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterPostInitializationOutput(static output =>
            {
                var yaml = new YamlStream();
                yaml.Load(new StringReader("a: b"));
                var value = ((YamlMappingNode)yaml.Documents[0].RootNode).Children[new YamlScalarNode("a")];
                string found = typeof(YamlStream).Assembly.GetName().Version + " at " + value.Start.Index;
                output.AddSource("OtherVendor.g.cs", "internal static class OtherVendor { public static readonly string YamlDotNet = \"" + found + "\"; }");
            });
        }
        """";

    public static void Pack(StrangersSolution solution, PackageFeed feed, string yamlDotNet)
    {
        string analyzers = StrangersProject.Packages(("Microsoft.CodeAnalysis.CSharp", PackageFeed.CentralVersion("Microsoft.CodeAnalysis.CSharp")))
            + $"<PackageReference Include=\"YamlDotNet\" Version=\"{yamlDotNet}\" GeneratePathProperty=\"true\" />"
            + "<None Include=\"$(OutputPath)$(AssemblyName).dll;$(PkgYamlDotNet)/lib/netstandard2.0/YamlDotNet.dll\" Pack=\"true\" PackagePath=\"analyzers/dotnet/cs\" />";
        var project = new StrangersProject(
            solution.Path,
            Id,
            "Library",
            "<TargetFramework>netstandard2.0</TargetFramework><LangVersion>latest</LangVersion><ImplicitUsings>disable</ImplicitUsings><AnalysisLevel>latest</AnalysisLevel><IncludeBuildOutput>false</IncludeBuildOutput><EnforceExtendedAnalyzerRules>true</EnforceExtendedAnalyzerRules>"
            + "<SuppressDependenciesWhenPacking>true</SuppressDependenciesWhenPacking><Description>Another vendor's.</Description>",
            analyzers,
            ("OtherGenerator.cs", Generator));
        feed.Pack(Path.GetDirectoryName(project["x"])!, yamlDotNet);
    }
}
