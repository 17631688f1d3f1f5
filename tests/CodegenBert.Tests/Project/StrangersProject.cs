using System.Diagnostics;
using System.Reflection;
using CodegenBert.Tests.Architecture;

namespace CodegenBert.Tests.Project;

/// <summary>A new project in a folder of its own that gets CodegenBert as a user's does: core, encoder, generator and the package's build files.</summary>
internal sealed class StrangersProject : IDisposable
{
    private const int Minutes = 5;
    private static readonly string Configuration = typeof(StrangersProject).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
    private readonly TemporaryFolder _folder = new();

    public StrangersProject(string spec, string program, string properties = "")
    {
        // Its own Directory.* files: nothing of the repository's rules holds for it but the packages' versions.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Packages.props", $"<Project><Import Project=\"{Repository.Root}/Directory.Packages.props\" /></Project>");
        Write("Directory.Build.targets", $"<Project><Import Project=\"{Repository.Root}/Directory.Build.targets\" /></Project>");
        Write("Stranger.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <RepositoryRoot>{Repository.Root}/</RepositoryRoot>
                <UseCodegenBert>true</UseCodegenBert>
                {properties}
              </PropertyGroup>
            </Project>
            """);
        Write("specs/parcel.bert.yaml", spec);
        Write("Program.cs", program);
    }

    public string Spec => _folder["specs", "parcel.bert.yaml"];

    /// <summary>Builds it; what it refers to has been built with the tests.</summary>
    /// <param name="more">Further arguments.</param>
    public (int ExitCode, string Output) Build(params string[] more) =>
        DotNet(["build", "Stranger.csproj", "-c", Configuration, "-p:BuildProjectReferences=false", "--disable-build-servers", "-nologo", "-v", "quiet", "-m:1", .. more]);

    public (int ExitCode, string Output) Run() => DotNet(_folder["bin", Configuration, "net10.0", "Stranger.dll"]);

    public void Dispose() => _folder.Dispose();

    private void Write(string name, string text)
    {
        string path = _folder[name.Split('/')];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private (int ExitCode, string Output) DotNet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        // A test host hands on what MSBuild told it about the SDK that runs the tests.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(Minutes)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"dotnet {string.Join(' ', arguments)} did not end within {Minutes} minutes.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }
}
