using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace CodegenBert.Generators.Tests;

/// <summary>What an edit regenerates: as little as can be.</summary>
public class CachingTests
{
    private const string Mood = "# A comment\ntask: Mood\nlabels: [good, bad]\nencoder: minilm-l6\ntraining: { learning_rate: 2e-5 }\n";
    private const string Topic = "task: Topic\nlabels: [sports, politics]\nencoder: minilm-l6\n";

    private static readonly InMemoryText s_mood = new("/project/mood.bert.yaml", Mood), s_topic = new("/project/topic.bert.yaml", Topic);

    [Fact]
    public void AnEditOfCSharpComputesNothing()
    {
        var run = FirstRun().Again(driver => driver, UserCode.Compilation("public class Edited { }"));

        Assert.All(run.Reasons(), reason => Assert.Contains(reason, GeneratorRun.Unchanged));
        Assert.All(run.Reasons(TrackingNames.Parse), reason => Assert.Equal(Cached, reason));
        Assert.Empty(run.Rewritten);
    }

    [Fact]
    public void AnEditedCommentEmitsNothing()
    {
        var run = Edited("# Another, longer comment\n\n" + Mood);

        Assert.Equal([Modified, Cached], run.Reasons(TrackingNames.Parse).Order());
        Assert.All(run.Reasons(TrackingNames.Model), reason => Assert.Contains(reason, GeneratorRun.Unchanged));
        Assert.All(run.Reasons(TrackingNames.Emit), reason => Assert.Equal(Cached, reason));
        Assert.Empty(run.Rewritten);
    }

    [Fact]
    public void AnEditedCommentAbovePhasesEmitsNothing()
    {
        const string phases = Topic + "phases: [{ epochs: 1, freeze: all }, { epochs: 2, freeze: { all_but_top: 2 } }]\ndata: { weight: w, columns: { label: l } }\n";
        InMemoryText first = new(s_topic.Path, phases), second = new(s_topic.Path, "# Gradually\n" + phases);
        var run = FirstRun().Again(driver => driver.ReplaceAdditionalText(s_topic, first)).Again(driver => driver.ReplaceAdditionalText(first, second));

        Assert.Equal([Modified, Cached], run.Reasons(TrackingNames.Parse).Order());
        Assert.Empty(run.Rewritten);
    }

    [Fact]
    public void OtherWordsForTheSameEmitNothing()
    {
        var run = Edited("encoder: 'minilm-l6'\nlabels:\n- good\n- bad\ntask: \"Mood\"\ntraining:\n  learning_rate: 0.00002\n");

        Assert.All(run.Reasons(TrackingNames.Emit), reason => Assert.Equal(Cached, reason));
        Assert.Empty(run.Rewritten);
    }

    [Fact]
    public void TheSameTextInANewObjectEmitsNothing()
    {
        var run = Edited(Mood);

        Assert.All(run.Reasons(TrackingNames.Parse), reason => Assert.Contains(reason, GeneratorRun.Unchanged));
        Assert.Empty(run.Rewritten);
    }

    [Fact]
    public void AnotherLearningRateRewritesWhatHoldsIt()
    {
        var run = Edited(Mood.Replace("2e-5", "3e-5", StringComparison.Ordinal));

        Assert.Equal([Modified, Cached], run.Reasons(TrackingNames.Emit).Order());
        Assert.Equal(["Contoso.MoodDefinition.g.cs", "Contoso.MoodTrainingOptions.g.cs"], run.Rewritten);
    }

    [Fact]
    public void AnotherLabelRewritesWhatNamesIt()
    {
        var run = Edited(Mood.Replace("bad", "poor", StringComparison.Ordinal));

        Assert.Equal([Modified, Cached], run.Reasons(TrackingNames.Parse).Order());
        Assert.Equal(["Contoso.MoodDefinition.g.cs", "Contoso.MoodLabel.g.cs", "Contoso.MoodLabels.g.cs", "Contoso.MoodProbabilities.g.cs"], run.Rewritten);
    }

    [Fact]
    public void ATypoAndItsCorrectionRewriteNothing()
    {
        var typo = new InMemoryText(s_mood.Path, Mood.Replace("labels: [", "labels [", StringComparison.Ordinal));
        var broken = FirstRun().Again(driver => driver.ReplaceAdditionalText(s_mood, typo));
        var corrected = broken.Again(driver => driver.ReplaceAdditionalText(typo, s_mood));

        Assert.Equal(["CBERT002"], broken.Result.Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Empty(broken.Rewritten);
        Assert.Empty(corrected.Rewritten);
    }

    [Fact]
    public void OtherOptionsComputeNothing()
    {
        var run = FirstRun().Again(driver => driver.WithUpdatedAnalyzerConfigOptions(new TestOptions()));

        Assert.All(run.Reasons(TrackingNames.Options), reason => Assert.Equal(Unchanged, reason));
        Assert.All(run.Reasons(TrackingNames.Parse), reason => Assert.Equal(Cached, reason));
        Assert.Empty(run.Rewritten);
    }

    [Fact]
    public void AnotherAccessibilityRewritesEverything()
    {
        var run = FirstRun().Again(driver => driver.WithUpdatedAnalyzerConfigOptions(new TestOptions(accessibility: "internal")));

        Assert.Equal([Modified], run.Reasons(TrackingNames.Options));
        Assert.Equal(26, run.Rewritten.Count());
    }

    [Fact]
    public void AnotherCommentInTheManifestParsesNoSpec()
    {
        var run = Edited(Repository.MiniLmManifest, Repository.MiniLmManifest.GetText() + "# more\n");

        Assert.All(run.Reasons(TrackingNames.Parse), reason => Assert.Equal(Cached, reason));
        Assert.Empty(run.Rewritten);
    }

    [Fact]
    public void MoreLayersInTheManifestParseEachSpecAndEmitNothing()
    {
        var run = Edited(Repository.MiniLmManifest, Repository.MiniLmManifest.GetText().ToString().Replace("layers: 6", "layers: 12", StringComparison.Ordinal));

        Assert.All(run.Reasons(TrackingNames.Encoders), reason => Assert.Equal(Modified, reason));
        Assert.All(run.Reasons(TrackingNames.Parse), reason => Assert.Equal(Unchanged, reason));
        Assert.Empty(run.Rewritten);
    }

    [Fact]
    public void AnAddedSpecIsParsedAlone()
    {
        var run = FirstRun().Again(driver => driver.AddAdditionalTexts([new InMemoryText("/project/age.bert.yaml", Topic.Replace("Topic", "Age", StringComparison.Ordinal))]));

        Assert.Equal([New, Cached, Cached], run.Reasons(TrackingNames.Parse).Order());
        Assert.Equal(13, run.Rewritten.Count());
        Assert.All(run.Rewritten, file => Assert.StartsWith("Contoso.Age", file, StringComparison.Ordinal));
    }

    [Fact]
    public void ARemovedSpecTakesItsOwnFilesAlong()
    {
        var run = FirstRun().Again(driver => driver.RemoveAdditionalTexts([s_topic]));

        Assert.Equal(13, run.Sources.Count());
        Assert.All(run.Rewritten, file => Assert.StartsWith("Contoso.Topic", file, StringComparison.Ordinal));
        Assert.Contains(Removed, run.Reasons(TrackingNames.Files));
    }

    [Fact]
    public void ARenamedSpecRewritesItsOwnFiles()
    {
        var run = FirstRun().Again(driver => driver.ReplaceAdditionalText(s_topic, new InMemoryText("/project/subject.bert.yaml", Topic)));

        Assert.Equal(26, run.Sources.Count());
        Assert.Equal(13, run.Rewritten.Count());
        Assert.All(run.Rewritten, file => Assert.StartsWith("Contoso.Topic", file, StringComparison.Ordinal));
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
        Assert.Empty(doubled.Rewritten);
        Assert.Empty(again.Diagnostics);
        Assert.Empty(again.Rewritten);
    }

    [Fact]
    public void TheSameFileGivesAnEqualValueEachTime()
    {
        var (first, second) = (Parsed(), Parsed());

        Assert.NotSame(first, second);
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());

        static object Parsed() => FirstRun().Result.TrackedSteps[TrackingNames.Parse][0].Outputs[0].Value;
    }

    private static GeneratorRun FirstRun() => GeneratorRun.Of([s_mood, s_topic, Repository.MiniLmManifest]);

    private static GeneratorRun Edited(string mood) => Edited(s_mood, mood);

    private static GeneratorRun Edited(InMemoryText file, string text) =>
        FirstRun().Again(driver => driver.ReplaceAdditionalText(file, new InMemoryText(file.Path, text)));
}
