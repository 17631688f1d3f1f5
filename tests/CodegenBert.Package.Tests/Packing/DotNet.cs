using System.Diagnostics;

namespace CodegenBert.Package.Tests.Packing;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">0 where all went well.</param>
/// <param name="Output">What it wrote, its errors last.</param>
internal sealed record ProgramEnd(int ExitCode, string Output)
{
    /// <summary>The output of a program that succeeded; the test fails with it otherwise.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, Output);
        return Output;
    }
}

/// <summary>Runs programs, <c>dotnet</c> above all, as a user would from a terminal.</summary>
internal static class DotNet
{
    private const int Minutes = 9;

    /// <summary>For <c>dotnet build</c>, <c>pack</c> and <c>publish</c>: nothing stays behind, and one project is built at a time.</summary>
    public static string[] Quietly => ["-m:1", "--disable-build-servers", "-nologo"];

    public static ProgramEnd Run(string folder, params string[] arguments) => RunProgram("dotnet", folder, arguments);

    public static ProgramEnd RunProgram(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // A test host hands on what MSBuild told it about the SDK that runs the tests.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // MSBuild takes these as properties: half a gigabyte of libtorch is linked into each output folder, not copied.
        foreach (string name in (string[])["CreateHardLinksForCopyLocalIfPossible", "CreateHardLinksForPublishFilesIfPossible"])
        {
            start.Environment[name] = "true";
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(Minutes)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {Minutes} minutes.");
        }

        return new ProgramEnd(process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }
}
