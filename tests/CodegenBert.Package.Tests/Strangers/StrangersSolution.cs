using CodegenBert.Package.Tests.Packing;
using CodegenBert.Tests;

namespace CodegenBert.Package.Tests.Strangers;

/// <summary>A user's folder of projects with a package cache of its own, gone with the test.</summary>
internal sealed class StrangersSolution : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StrangersSolution(PackageFeed feed, bool emptyCache = false) => feed.WriteConfiguration(_folder.Path, emptyCache);

    /// <summary>The packages of an application that runs BERT.</summary>
    public static string ApplicationPackages { get; } = LibraryPackages + Backend;

    /// <summary>Those of a library: the backend is the application's choice.</summary>
    public static string LibraryPackages => StrangersProject.Packages(("CodegenBert", PackageFeed.Version), ("CodegenBert.Encoders.MiniLM", PackageFeed.Version));

    /// <summary>libtorch for processors.</summary>
    public static string Backend => StrangersProject.Packages(("TorchSharp-cpu", PackageFeed.CentralVersion("TorchSharp-cpu")));

    public string Path => _folder.Path;

    public StrangersProject Executable(string properties, string items, params (string Path, string Text)[] files) =>
        new(Path, "App", "Exe", properties, items, files);

    public StrangersProject Library(string properties, string items, params (string Path, string Text)[] files) =>
        new(Path, "Lib", "Library", properties, items, files);

    /// <summary>The usual application: the packages, the spec in a folder, and the program.</summary>
    public StrangersProject Application(string properties = "", string items = "", string spec = Parcel.Spec) =>
        Executable(properties, ApplicationPackages + items, ("specs/parcel.bert.yaml", spec), ("Program.cs", Parcel.Program));

    public void Dispose() => _folder.Dispose();
}
