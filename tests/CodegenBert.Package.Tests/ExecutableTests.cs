using CodegenBert.Package.Tests.Packing;
using CodegenBert.Package.Tests.Strangers;

namespace CodegenBert.Package.Tests;

/// <summary>An application gets the packages, one spec and eight lines of code: it builds without a warning, trains and predicts.</summary>
[Collection(PackedPackages.Name)]
public sealed class ExecutableTests(PackageFeed feed)
{
    [Fact]
    public void An_executable_builds_without_a_warning_trains_and_predicts()
    {
        using var solution = new StrangersSolution(feed);
        StrangersProject application = solution.Application();

        Assert.Equal(Parcel.Output, application.BuildAndRun());
        Assert.All(["codegenbert", "codegenbert.encoders.minilm"], own => Assert.True(Directory.Exists(Path.Combine(solution.Path, "cache", own)), own)); // others may come from the machine's
    }

    [ScenarioFact]
    public void So_does_one_whose_package_cache_is_empty()
    {
        using var solution = new StrangersSolution(feed, emptyCache: true);

        Assert.Equal(Parcel.Output, solution.Application().BuildAndRun());
        Assert.Contains("torchsharp-cpu", Directory.GetDirectories(Path.Combine(solution.Path, "cache")).Select(Path.GetFileName));
    }

    [ScenarioFact]
    public void So_does_one_without_implicit_usings()
    {
        using var solution = new StrangersSolution(feed);

        Assert.Equal(Parcel.Output, solution.Application("<ImplicitUsings>disable</ImplicitUsings>").BuildAndRun());
    }

    [ScenarioFact]
    public void One_without_libtorch_is_warned_with_the_remedy()
    {
        using var solution = new StrangersSolution(feed);
        StrangersProject application = solution.Executable("", StrangersSolution.LibraryPackages, ("parcel.bert.yaml", Parcel.Spec), ("Program.cs", Parcel.Program));

        string output = application.Build().Succeeded();

        Assert.Contains($"{application["App.csproj"]} : warning CBERT050: No package with libtorch is referenced, so BERT cannot be run: add one with 'dotnet add package TorchSharp-cpu'", output, StringComparison.Ordinal);
        Assert.Contains("1 Warning(s)", output, StringComparison.Ordinal);
    }

    [ScenarioTheory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void It_runs_as_published(bool selfContained, bool singleFile)
    {
        using var solution = new StrangersSolution(feed);
        string published = solution.Application().Publish("--use-current-runtime", selfContained ? "--self-contained" : "--no-self-contained", $"-p:PublishSingleFile={singleFile}");

        Assert.Equal(singleFile, !File.Exists(Path.Combine(published, "CodegenBert.dll")));
        Assert.Equal(Parcel.Output, DotNet.RunProgram(Path.Combine(published, "App"), solution.Path).Succeeded().Trim());
    }
}
