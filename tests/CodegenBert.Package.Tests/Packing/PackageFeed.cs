using System.Reflection;
using System.Xml.Linq;
using CodegenBert.Tests;
using CodegenBert.Tests.Architecture;

namespace CodegenBert.Package.Tests.Packing;

/// <summary>The packages, packed from what the build left into a folder that serves as a feed. Nothing is written into the repository's own folders.</summary>
public sealed class PackageFeed : IDisposable
{
    /// <summary>A version that no other feed, and no cache of this machine, has.</summary>
    public const string Version = "0.1.0-packed";

    private readonly TemporaryFolder _folder = new();

    /// <summary>Packs them.</summary>
    public PackageFeed()
    {
        Pack(Path.Combine(Repository.Root, "src", "CodegenBert"), Version, "--no-build");
        Pack(Path.Combine(Repository.Root, "src", "CodegenBert.Reports"), Version, "--no-build");
        Pack(Path.Combine(Repository.Root, "src", "CodegenBert.Encoders.MiniLM"), Version, "--no-build");
        Sources = [.. DotNet.Run(Repository.Root, "nuget", "list", "source", "--format", "short").Succeeded().Split('\n')
            .Where(line => line.StartsWith('E')).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim())];
        MachineCache = DotNet.Run(Repository.Root, "nuget", "locals", "global-packages", "--list").Succeeded().Split(':', 2)[1].Trim();
    }

    /// <summary>The configuration under which the tests run, and the packed projects were built.</summary>
    public static string Configuration { get; } = typeof(PackageFeed).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>The folder with the packed files.</summary>
    public string Folder => _folder["feed"];

    private IReadOnlyList<string> Sources { get; }

    private string MachineCache { get; }

    /// <summary>Packs a project into the feed.</summary>
    public void Pack(string project, string version, params string[] more) => DotNet.Run(
        project,
        ["pack", "-c", Configuration, "-o", Folder, $"-p:PackageVersion={version}", $"-p:NuspecOutputPath={_folder["nuspec"]}/", "-warnaserror", .. DotNet.Quietly, .. more]).Succeeded();

    /// <summary>A packed file.</summary>
    public string PackageFile(string id, string version, string extension = "nupkg") => Path.Combine(Folder, $"{id}.{version}.{extension}");

    /// <summary>The version of a third party's package, from the one place that has them.</summary>
    public static string CentralVersion(string package) =>
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(version => version.Attribute("Include")!.Value == package).Attribute("Version")!.Value;

    /// <summary>
    /// Writes a nuget.config: this feed before the machine's own sources, and a package cache inside the folder. What others made may come
    /// from the machine's cache, unless everything is to be restored as on a new machine.
    /// </summary>
    public void WriteConfiguration(string folder, bool emptyCache)
    {
        var configuration = new XElement(
            "configuration",
            new XElement("config", Entry("globalPackagesFolder", Path.Combine(folder, "cache"))),
            new XElement("fallbackPackageFolders", new XElement("clear"), emptyCache ? null : Entry("machine", MachineCache)),
            new XElement("packageSources", new XElement("clear"), Entry("packed", Folder), Sources.Select((source, i) => Entry($"source{i}", source))));
        configuration.Save(Path.Combine(folder, "nuget.config"));
    }

    /// <summary>Removes all of it.</summary>
    public void Dispose() => _folder.Dispose();

    private static XElement Entry(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
}

/// <summary>The tests that share the feed, one after the other: each builds, and some train.</summary>
[CollectionDefinition(Name)]
public sealed class PackedPackages : ICollectionFixture<PackageFeed>
{
    /// <summary>Its name.</summary>
    public const string Name = "The packed packages";
}
