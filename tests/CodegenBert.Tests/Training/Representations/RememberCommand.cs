using System.Diagnostics;
using CodegenBert.Data;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;

namespace CodegenBert.Tests.Training.Representations;

/// <summary>
/// <c>remember ENCODER CACHE FREEZE ROWS</c>: trains on so many rows in a process of its own, writing to the cache after every few texts, and says so before it begins;
/// at its end prints the hash of its weights and how many texts it encoded.
/// </summary>
internal static class RememberCommand
{
    /// <summary>Written just before the training begins.</summary>
    public const string Ready = "ready";

    /// <summary>Small, so that there are many writes.</summary>
    private const int BytesPerAppend = 16 << 10;

    public static int Run(string encoder, string cache, string freeze, string rows)
    {
        // libtorch loads, and every method that takes part is compiled: what is left to measure and to kill is the work.
        _ = CachedRun.Of(encoder, freeze, cache: null);
        Console.WriteLine(Ready);
        _ = Console.ReadLine();
        CachedRun run = CachedRun.Of(encoder, freeze, Cache(cache), Rows(int.Parse(rows, System.Globalization.CultureInfo.InvariantCulture)));
        Console.WriteLine(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(run.Weights)));
        Console.WriteLine(run.Encoded.Texts);
        run.Warnings.ToList().ForEach(Console.WriteLine);
        return 0;
    }

    /// <summary>The command's cache.</summary>
    public static RepresentationCache Cache(string folder) => new(folder) { BytesPerAppend = BytesPerAppend };

    /// <summary>The command's training rows.</summary>
    public static IReadOnlyList<LabeledTexts> Rows(int count) => TinyTask.Rows(count, seed: 11);

    /// <summary>Starts it, up to <see cref="Ready"/>.</summary>
    public static Process Start(string encoder, string cache, string freeze, int rows)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string[] arguments = ["exec", typeof(RememberCommand).Assembly.Location, "remember", encoder, cache, freeze, rows.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        Process process = Process.Start(new ProcessStartInfo(dotnet, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal(Ready, process.StandardOutput.ReadLine());
        return process;
    }

    /// <summary>Lets it train.</summary>
    public static void Go(Process process)
    {
        process.StandardInput.WriteLine();
        process.StandardInput.Flush();
    }
}
