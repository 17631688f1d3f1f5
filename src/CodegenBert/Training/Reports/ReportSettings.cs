using System.Globalization;

namespace CodegenBert.Training.Reports;

/// <summary>What a report says of how a run was made, as names and values: the recipe, the hashes, the versions.</summary>
public static class ReportSettings
{
    /// <summary>All of them that are known.</summary>
    /// <param name="report">The report.</param>
    public static IReadOnlyList<RecipeSetting> Of(TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [.. report.Recipe, .. Hashes(report), .. report.Environment is { } environment ? Versions(environment) : []];
    }

    private static IEnumerable<RecipeSetting> Hashes(TrainingReport report) =>
        from hash in (IEnumerable<(string Name, string? Value)>)[("sha256 of the weights at the start", report.EncoderHash), ("sha256 of the training rows", report.DataHash)]
        where hash.Value is not null
        select new RecipeSetting(hash.Name, hash.Value);

    private static IEnumerable<RecipeSetting> Versions(RunEnvironment environment) =>
    [
        new("CodegenBert", environment.Library),
        new("TorchSharp", $"{environment.TorchSharp} (libtorch {environment.Libtorch})"),
        new("runtime", environment.Framework),
        new("system", environment.OperatingSystem),
        new("processor", environment.Processor),
        new("libtorch's threads", environment.Threads.ToString(CultureInfo.InvariantCulture)),
    ];
}
