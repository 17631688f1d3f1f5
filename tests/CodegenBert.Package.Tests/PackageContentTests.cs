using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using CodegenBert.Package.Tests.Packing;
using CodegenBert.Tests.Architecture;

namespace CodegenBert.Package.Tests;

/// <summary>What lies in the packages: every file of them is one that was meant.</summary>
[Collection(PackedPackages.Name)]
public sealed class PackageContentTests(PackageFeed feed)
{
    private static readonly string[] EveryPackage = ["[Content_Types].xml", "_rels/.rels", "package/services/metadata/core-properties/nuget.psmdcp"];

    [Fact]
    public void The_core_brings_its_generator_build_files_schema_and_documentation() => AssertFiles(
        "CodegenBert",
        "nupkg",
        "CodegenBert.nuspec",
        "README.md",
        "THIRD-PARTY-NOTICES.txt",
        "analyzers/dotnet/cs/CodegenBert.Generators.dll",
        "analyzers/dotnet/cs/YamlDotNet.dll",
        "buildTransitive/CodegenBert.ApiLock.targets",
        "buildTransitive/CodegenBert.props",
        "buildTransitive/CodegenBert.targets",
        "buildTransitive/CodegenBertWeakenVersionNeed.cs",
        "buildTransitive/CodegenBertWriteApi.cs",
        "icon.png",
        "lib/net10.0/CodegenBert.dll",
        "lib/net10.0/CodegenBert.xml",
        "schema/bert-task.schema.json");

    [Fact]
    public void The_symbols_are_the_cores() => AssertFiles("CodegenBert", "snupkg", "CodegenBert.nuspec", "lib/net10.0/CodegenBert.pdb");

    [Fact]
    public void The_encoder_is_files_with_their_licence_and_source() => AssertFiles(
        "CodegenBert.Encoders.MiniLM",
        "nupkg",
        "CodegenBert.Encoders.MiniLM.nuspec",
        "README.md",
        "buildTransitive/CodegenBert.Encoders.MiniLM.props",
        "encoders/minilm-l6/LICENSE",
        "encoders/minilm-l6/SOURCE.txt",
        "encoders/minilm-l6/config.json",
        "encoders/minilm-l6/model.safetensors",
        "encoders/minilm-l6/tokenizer_config.json",
        "encoders/minilm-l6/vocab.txt",
        "icon.png",
        "minilm-l6.encoder.yaml");

    [Fact]
    public void The_reports_are_a_library_with_its_documentation() => AssertFiles(
        "CodegenBert.Reports",
        "nupkg",
        "CodegenBert.Reports.nuspec",
        "README.md",
        "icon.png",
        "lib/net10.0/CodegenBert.Reports.dll",
        "lib/net10.0/CodegenBert.Reports.xml");

    /// <summary>The last two are TorchSharp's own, pinned to versions that exist; the backend and what the generator needs are not among them.</summary>
    [Fact]
    public void The_core_depends_on_its_libraries_in_the_central_versions()
    {
        using ZipArchive package = Open("CodegenBert", "nupkg");
        using Stream nuspec = package.GetEntry("CodegenBert.nuspec")!.Open();
        string[] expected = ["Microsoft.Extensions.Logging.Abstractions", "Microsoft.ML.Tokenizers", "Parquet.Net", "Sep", "SharpZipLib", "System.IO.Hashing", "TorchSharp", "Google.Protobuf", "SkiaSharp"];

        Assert.Equal(
            expected.Select(id => (id, PackageFeed.CentralVersion(id))),
            XDocument.Load(nuspec).Descendants().Where(node => node.Name.LocalName == "dependency").Select(node => (node.Attribute("id")!.Value, node.Attribute("version")!.Value)));
    }

    [Theory]
    [InlineData("nupkg", "lib/net10.0/CodegenBert.dll")]
    [InlineData("nupkg", "analyzers/dotnet/cs/CodegenBert.Generators.dll")]
    [InlineData("snupkg", "lib/net10.0/CodegenBert.pdb")]
    public void No_binary_names_the_folder_that_it_was_built_in(string extension, string file)
    {
        using ZipArchive package = Open("CodegenBert", extension);
        using var bytes = new MemoryStream();
        using (Stream entry = package.GetEntry(file)!.Open())
        {
            entry.CopyTo(bytes);
        }

        Assert.True(bytes.Length > 10_000);
        Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root)));
    }

    private void AssertFiles(string id, string extension, params string[] files)
    {
        using ZipArchive package = Open(id, extension);
        Assert.Equal(
            files.Concat(EveryPackage).Order(StringComparer.Ordinal),
            package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
    }

    private ZipArchive Open(string id, string extension) => ZipFile.OpenRead(feed.PackageFile(id, PackageFeed.Version, extension));
}
