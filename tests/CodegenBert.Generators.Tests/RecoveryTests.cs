using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Tests;

/// <summary>One wrong key is one error, not also a hundred about missing types.</summary>
public class RecoveryTests
{
    private const string Use = """
        using Contoso;

        internal static class User
        {
            public static object Use(MoodDataset train)
            {
                using MoodTrainingResult result = new MoodTrainer().Train(train);
                return result.Classifier.Predict(text: "It rains.") is { Label: MoodLabel.Good, Probability: > 0.5f } good ? good.Probabilities.Good : 0;
            }
        }
        """;

    [Theory]
    [InlineData("task: Mood\nlabels: [good, bad]\nencoder: minilm-l6\ntraining: { epoch: 3 }", "CBERT005")]
    [InlineData("task: Mood\nlabels: [good, bad]\nencoder: minilm-l6\ntraining: 3", "CBERT008")]
    [InlineData("task: Mood\nlabels: [good, bad]\nencoder: minilm-l6\nhead: { pooling: maen, layers: { last: 9 } }", "CBERT009 CBERT010")]
    [InlineData("task: Mood\nlabels: [good, bad]\nencoder: bert-huge", "CBERT016")]
    [InlineData("task: Mood\nlabels: [good, bad]", "CBERT007")]
    [InlineData("task: Mood\nlabels: [good, bad, C++]\nencoder: minilm-l6", "CBERT012")]
    [InlineData("task: Mood\nlabels: [good]\nencoder: minilm-l6", "CBERT010")]
    [InlineData("task: Mood\nlables: [good, bad]\nencodr: minilm-l6", "CBERT005 CBERT005")]
    [InlineData("task: Mood\nlabels: [good, bad]\nencoder: minilm-l6\n---\ntask: Other", "CBERT003")]
    [InlineData("task: mood\nlabels: [good, bad]\nencoder: minilm-l6", "CBERT012")]
    [InlineData("task: Mood\nlabels: [good, bad]\nencoder: minilm-l6\ndescription: gr\uFFFDn", "CBERT004")]
    public void TheTypesStay(string spec, string ids)
    {
        var run = GeneratorRun.OfSpec(spec);

        Assert.Equal(ids.Split(' '), run.Result.Diagnostics.Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal));
        Assert.Empty(UserCode.With(run, Use).GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
    }

    [Theory]
    [InlineData("labels: [good, bad]\nencoder: minilm-l6")]
    [InlineData("task: 1st\nlabels: [good, bad]\nencoder: minilm-l6")]
    [InlineData("task: [Mood\nlabels: [good, bad]\nencoder: minilm-l6")]
    [InlineData("task: \"Mood\nlabels: @\nencoder: minilm-l6")]
    [InlineData("task: Mood\nencoder: minilm-l6")]
    [InlineData("task: Mood\nlabels: [C++, C#]\nencoder: minilm-l6")]
    public void WithoutATaskOrLabelsThereIsNothingToGenerate(string spec) => Assert.Empty(GeneratorRun.OfSpec(spec).Sources);
}
