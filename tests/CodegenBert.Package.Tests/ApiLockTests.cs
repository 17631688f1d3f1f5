using CodegenBert.Package.Tests.Packing;
using CodegenBert.Package.Tests.Strangers;

namespace CodegenBert.Package.Tests;

/// <summary>The locked API in real builds, one after the other: MSBuild must see each change.</summary>
[Collection(PackedPackages.Name)]
public sealed class ApiLockTests(PackageFeed feed)
{
    private const string Accept = "-p:CodegenBertAcceptApi=true";

    [Fact]
    public void The_api_is_written_held_and_missed()
    {
        using var solution = new StrangersSolution(feed);
        StrangersProject library = solution.Library(
            "<CodegenBertApiLock>true</CodegenBertApiLock>", StrangersSolution.LibraryPackages, ("specs/parcel.bert.yaml", Parcel.Spec));
        string spec = library["specs/parcel.bert.yaml"], file = library["specs/parcel.bert.api.txt"];

        Fails("error CBERT023: The API of 'Strangers.Parcel' is locked, but there is no parcel.bert.api.txt beside the spec", library.Build());
        library.Build("--no-restore", Accept).Succeeded();
        string[] recorded = File.ReadAllLines(file);
        Assert.Contains("ParcelLabel.Late = 1", recorded);
        library.Build("--no-restore").Succeeded();

        File.WriteAllText(spec, Parcel.Spec.Replace("late", "too_late", StringComparison.Ordinal));
        Fails(
            $"{file}({Array.IndexOf(recorded, "ParcelLabel.Late = 1") + 1},1): error CBERT024: The API is not that of parcel.bert.api.txt: - ParcelLabel.Late = 1",
            library.Build("--no-restore"));
        library.Build("--no-restore", Accept).Succeeded();
        Assert.Contains("ParcelLabel.TooLate = 1", File.ReadAllLines(file));

        File.Delete(file);
        Fails("error CBERT023", library.Build("--no-restore"));
        library.Build("--no-restore", Accept).Succeeded();

        File.Delete(spec);
        Fails("error CBERT025: The API in parcel.bert.api.txt is locked, but there is no such spec any more", library.Build("--no-restore"));
    }

    private static void Fails(string message, ProgramEnd build)
    {
        Assert.Contains(message, build.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, build.ExitCode);
    }
}
