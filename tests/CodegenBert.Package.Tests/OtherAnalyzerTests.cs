using CodegenBert.Package.Tests.Packing;
using CodegenBert.Package.Tests.Strangers;

namespace CodegenBert.Package.Tests;

/// <summary>Another vendor's generator package brings another major version of YamlDotNet.</summary>
[Collection(PackedPackages.Name)]
public sealed class OtherAnalyzerTests(PackageFeed feed)
{
    [ScenarioTheory]
    [InlineData("13.7.1")]
    [InlineData("18.1.0")]
    public void Both_generators_run(string yamlDotNet)
    {
        using var solution = new StrangersSolution(feed);
        OtherAnalyzer.Pack(solution, feed, yamlDotNet);
        StrangersProject application = solution.Executable(
            "",
            StrangersSolution.ApplicationPackages + StrangersProject.Packages((OtherAnalyzer.Id, yamlDotNet)),
            ("parcel.bert.yaml", Parcel.Spec),
            ("Program.cs", Parcel.Program + "\nConsole.WriteLine(OtherVendor.YamlDotNet);"));

        Assert.Equal($"{Parcel.Output}\n{yamlDotNet.Split('.')[0]}.0.0.0 at 3", application.BuildAndRun());
    }
}
