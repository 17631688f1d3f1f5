using CodegenBert.Package.Tests.Packing;
using CodegenBert.Package.Tests.Strangers;

namespace CodegenBert.Package.Tests;

/// <summary>A library has the spec; its application references nothing but the library and a backend.</summary>
[Collection(PackedPackages.Name)]
public sealed class LibraryTests(PackageFeed feed)
{
    [Fact]
    public void A_library_builds_without_a_warning_and_its_application_trains_and_predicts()
    {
        using var solution = new StrangersSolution(feed);
        StrangersProject library = Library(solution);
        StrangersProject application = solution.Executable("", library.AsReference + StrangersSolution.Backend, ("Program.cs", Parcel.Caller));

        Assert.Equal(Parcel.Output, application.BuildAndRun());
    }

    [ScenarioFact]
    public void Its_application_is_warned_where_there_is_no_libtorch_and_the_library_is_not()
    {
        using var solution = new StrangersSolution(feed);
        StrangersProject library = Library(solution);
        StrangersProject application = solution.Executable("", library.AsReference, ("Program.cs", Parcel.Caller));

        string output = application.Build().Succeeded();

        Assert.Contains($"{application["App.csproj"]} : warning CBERT050:", output, StringComparison.Ordinal);
        Assert.Contains("1 Warning(s)", output, StringComparison.Ordinal);
    }

    [ScenarioFact]
    public void A_library_and_its_application_that_both_reference_the_packages_are_published_without_a_clash()
    {
        using var solution = new StrangersSolution(feed);
        StrangersProject library = Library(solution);
        StrangersProject application = solution.Executable("", library.AsReference + StrangersSolution.ApplicationPackages, ("Program.cs", Parcel.Caller));

        Assert.Equal(Parcel.Output, DotNet.Run(solution.Path, Path.Combine(application.Publish(), "App.dll")).Succeeded().Trim());
    }

    /// <summary>Semantic versioning's promise: a library that was compiled against one version runs beside a later one that only adds.</summary>
    [ScenarioFact]
    public void A_library_built_on_this_version_runs_beside_a_core_with_additions()
    {
        const string later = "0.1.1";
        using var solution = new StrangersSolution(feed);
        StrangersProject library = Library(solution);
        library.Build().Succeeded();
        LaterCore.Pack(feed, later, PackageFeed.Version);

        StrangersProject application = solution.Executable(
            "",
            StrangersProject.Packages(("CodegenBert", later), ("CodegenBert.Encoders.MiniLM", PackageFeed.Version))
            + StrangersSolution.Backend + $"<Reference Include=\"{Path.Combine(library.Output, "Lib.dll")}\" />",
            ("Program.cs", Parcel.Caller + "\nSystem.Console.WriteLine(CodegenBert.LaterAddition.Answer);"));

        Assert.Equal($"{Parcel.Output}\n{LaterCore.Answer}", application.BuildAndRun());
    }

    private static StrangersProject Library(StrangersSolution solution) =>
        solution.Library("", StrangersSolution.LibraryPackages, ("parcel.bert.yaml", Parcel.Spec), ("Post.cs", Parcel.Library));
}
