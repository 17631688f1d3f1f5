using CodegenBert.Package.Tests.Packing;

namespace CodegenBert.Package.Tests.Strangers;

/// <summary>A project of a user's solution: outside the repository, strict about warnings, with packages for references.</summary>
internal sealed class StrangersProject
{
    private const string Framework = "net10.0";
    private readonly string _folder;

    /// <summary>Writes the project.</summary>
    /// <param name="solution">The solution's folder, which holds nuget.config.</param>
    /// <param name="name">The project's name.</param>
    /// <param name="outputType"><c>Exe</c> or <c>Library</c>.</param>
    /// <param name="properties">More properties, or others in place of the first ones, as XML.</param>
    /// <param name="items">Package and project references and other items, as XML.</param>
    /// <param name="files">Each file's path and text.</param>
    public StrangersProject(string solution, string name, string outputType, string properties, string items, params (string Path, string Text)[] files)
    {
        (Name, _folder) = (name, Path.Combine(solution, name));
        (string Path, string Text) project = ($"{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>{outputType}</OutputType>
                <TargetFramework>{Framework}</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <AnalysisLevel>latest-all</AnalysisLevel>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {items}
              </ItemGroup>
            </Project>
            """);
        foreach ((string path, string text) in files.Prepend(project))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
            File.WriteAllText(this[path], text);
        }
    }

    public string Name { get; }

    /// <summary>The output folder of a build.</summary>
    public string Output => Path.Combine(_folder, "bin", PackageFeed.Configuration, Framework);

    /// <summary>A file of the project.</summary>
    public string this[string path] => Path.Combine(_folder, path);

    /// <summary>As a reference from a project beside it.</summary>
    public string AsReference => $"<ProjectReference Include=\"../{Name}/{Name}.csproj\" />";

    /// <summary>References to packages.</summary>
    public static string Packages(params IEnumerable<(string Id, string Version)> packages) =>
        string.Concat(packages.Select(package => $"<PackageReference Include=\"{package.Id}\" Version=\"{package.Version}\" />"));

    public ProgramEnd Build(params string[] more) => DotNet.Run(_folder, ["build", "-c", PackageFeed.Configuration, .. DotNet.Quietly, .. more]);

    /// <summary>Builds it without a warning and runs it: what it wrote.</summary>
    public string BuildAndRun()
    {
        Assert.Contains("0 Warning(s)", Build().Succeeded(), StringComparison.Ordinal);
        return DotNet.Run(_folder, Path.Combine(Output, Name + ".dll")).Succeeded().Trim();
    }

    /// <summary>Publishes it without a warning into a folder.</summary>
    public string Publish(params string[] arguments)
    {
        string target = Path.Combine(_folder, "published");
        Assert.DoesNotContain("warning", DotNet.Run(_folder, ["publish", "-c", PackageFeed.Configuration, "-o", target, .. arguments, .. DotNet.Quietly]).Succeeded(), StringComparison.Ordinal);
        return target;
    }
}
