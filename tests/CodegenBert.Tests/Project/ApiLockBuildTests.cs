namespace CodegenBert.Tests.Project;

/// <summary>The locked API in real builds, one after the other: MSBuild must see each change.</summary>
public sealed class ApiLockBuildTests
{
    private const string Spec = """
        task: Parcel
        labels: [on_time, late]
        encoder: minilm-l6
        """;

    private const string Accept = "-p:CodegenBertAcceptApi=true";

    [Fact]
    public void The_api_is_written_held_and_missed()
    {
        using var project = new StrangersProject(Spec, "Console.WriteLine(Stranger.ParcelDefinition.LabelCount);", "<CodegenBertApiLock>true</CodegenBertApiLock>");
        string file = Path.ChangeExtension(project.Spec, null) + ".api.txt";

        Fails("error CBERT023: The API of 'Stranger.Parcel' is locked, but there is no parcel.bert.api.txt beside the spec", project.Build());
        Succeeds(project.Build("--no-restore", Accept));
        string[] recorded = File.ReadAllLines(file);
        Assert.Contains("ParcelLabel.Late = 1", recorded);
        Succeeds(project.Build("--no-restore"));

        File.WriteAllText(project.Spec, Spec.Replace("late", "too_late", StringComparison.Ordinal));
        Fails($"{file}({Array.IndexOf(recorded, "ParcelLabel.Late = 1") + 1},1): error CBERT024: The API is not that of parcel.bert.api.txt: - ParcelLabel.Late = 1", project.Build("--no-restore"));
        Succeeds(project.Build("--no-restore", Accept));
        Assert.Contains("ParcelLabel.TooLate = 1", File.ReadAllLines(file));

        File.Delete(file);
        Fails("error CBERT023", project.Build("--no-restore"));
        Succeeds(project.Build("--no-restore", Accept));

        File.Delete(project.Spec);
        Fails("error CBERT025: The API in parcel.bert.api.txt is locked, but there is no such spec any more", project.Build("--no-restore"));
    }

    private static void Succeeds((int ExitCode, string Output) build) => Assert.True(build.ExitCode == 0, build.Output);

    private static void Fails(string message, (int ExitCode, string Output) build)
    {
        Assert.Contains(message, build.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, build.ExitCode);
    }
}
