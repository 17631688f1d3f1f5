using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Tests;

/// <summary>What an edit regenerates: as little as can be.</summary>
public class CachingTests
{
    private const string Mood = "# A comment\ntask: Mood\nlabels: [good, bad]\nencoder: minilm-l6\n";
    private const string Topic = "task: Topic\nlabels: [sports, politics]\nencoder: minilm-l6\n";

    private static readonly InMemoryText s_mood = new("/project/mood.bert.yaml", Mood), s_topic = new("/project/topic.bert.yaml", Topic);

    private static GeneratorRun FirstRun() => GeneratorRun.Of([s_mood, s_topic, Repository.MiniLmManifest]);

    [Fact]
    public void AnEditOfCSharpParsesNothing()
    {
        var run = FirstRun().Again(driver => driver, UserCode.Compilation("public class Edited { }"));

        Assert.All(Reasons(run, TrackingNames.Parse), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(Outputs(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void AnEditedCommentRegeneratesNothing()
    {
        var run = FirstRun().Again(driver => driver.ReplaceAdditionalText(s_mood, new InMemoryText(s_mood.Path, "# Another, longer comment\n\n" + Mood)));

        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], Reasons(run, TrackingNames.Parse).Order());
        Assert.All(Reasons(run, TrackingNames.Model), reason => Assert.Contains(reason, Unchanged));
        Assert.All(Outputs(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void AnEditOfOneSpecLeavesTheOthersAlone()
    {
        var run = FirstRun().Again(driver => driver.ReplaceAdditionalText(s_mood, new InMemoryText(s_mood.Path, Mood.Replace("bad", "poor", StringComparison.Ordinal))));

        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], Reasons(run, TrackingNames.Parse).Order());
        Assert.Single(Reasons(run, TrackingNames.Model), IncrementalStepRunReason.Modified);
        Assert.Single(Outputs(run), IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void OtherOptionsParseNothing()
    {
        var run = FirstRun().Again(driver => driver.WithUpdatedAnalyzerConfigOptions(new TestOptions()));

        Assert.All(Reasons(run, TrackingNames.Options), reason => Assert.Equal(IncrementalStepRunReason.Unchanged, reason));
        Assert.All(Reasons(run, TrackingNames.Parse), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void AnotherCommentInTheManifestParsesNoSpec()
    {
        var manifest = Repository.MiniLmManifest;
        var run = GeneratorRun.Of([s_mood, s_topic, manifest])
            .Again(driver => driver.ReplaceAdditionalText(manifest, new InMemoryText(manifest.Path, manifest.GetText() + "# more\n")));

        Assert.All(Reasons(run, TrackingNames.Parse), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void ADuplicateTaskComesAndGoes()
    {
        var twin = new InMemoryText("/project/twin.bert.yaml", Topic);
        var run = FirstRun();
        var doubled = run.Again(driver => driver.AddAdditionalTexts([twin]));
        var again = doubled.Again(driver => driver.RemoveAdditionalTexts([twin]));

        Assert.Equal(
            [
                "topic.bert.yaml(1,7)-(1,12): error CBERT019: The task 'Contoso.Topic' is also described by twin.bert.yaml: give one of them another 'task' or 'namespace'",
                "twin.bert.yaml(1,7)-(1,12): error CBERT019: The task 'Contoso.Topic' is also described by topic.bert.yaml: give one of them another 'task' or 'namespace'",
            ],
            doubled.Diagnostics);
        Assert.Equal(26, doubled.Sources.Count());
        Assert.Empty(again.Diagnostics);
        Assert.All(Outputs(doubled), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    private static IncrementalStepRunReason[] Unchanged => [IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached];

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRun run, string step) =>
        run.Result.TrackedSteps[step].SelectMany(tracked => tracked.Outputs).Select(output => output.Reason);

    /// <summary>Why each task's code was written or left; the reports are left out.</summary>
    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorRun run) => run.Result.TrackedOutputSteps.Values
        .SelectMany(steps => steps)
        .Where(step => step.Inputs.Any(input => input.Source.Name == TrackingNames.Model))
        .SelectMany(step => step.Outputs)
        .Select(output => output.Reason);
}
