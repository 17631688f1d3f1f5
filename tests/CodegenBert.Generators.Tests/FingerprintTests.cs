using CodegenBert.Generators.Tests.Running;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Generators.Tests;

/// <summary>The generated constant is what the core saves with a model of the task.</summary>
public class FingerprintTests
{
    private const string Start = "task: Mood\nencoder: minilm-l6\n";
    private const string Labels = "labels: [good, bad, Größe, 文, a_b]\n";

    [Theory]
    [InlineData(Labels)]
    [InlineData(Labels + "input: pair\ntokenizer: { max_length: 77, truncation: only_second, lowercase: false, special_tokens_in_text: as_text }")]
    [InlineData(Labels + "head: { pooling: [cls, mean, sum], layers: { last: 3 }, hidden: [256, 64], activation: gelu }\ntokenizer: { lowercase: true }")]
    [InlineData(Labels + "tokenizer: { truncation: head_tail }")]
    [InlineData(Labels + "tokenizer: { truncation: { head_tail: 0.25 } }")]
    [InlineData(Labels + "tokenizer: { window: { stride: 64 } }")]
    [InlineData(Labels + "tokenizer: { window: { stride: 0, combine: max } }")]
    [InlineData(Labels + "head: { pooling: [pooler, mean], layers: [6, 0, 3], activation: relu }")]
    [InlineData(Labels + "output: multi_label")]
    [InlineData("output: { regression: { name: similarity, min: 0, max: 5 } }\ninput: pair")]
    [InlineData("output: { regression: { min: -0.1, max: 1e6 } }")]
    public void IsTheCores(string rest)
    {
        (TaskDefinition task, string fingerprint) = Definition(rest);

        Assert.Equal(TaskFingerprint.Of(task).Hash(), fingerprint);
    }

    [Theory]
    [InlineData("freeze: auto")]
    [InlineData("phases: [{ epochs: 1, freeze: all }, { epochs: 1, freeze: none }]")]
    [InlineData("abstain_below: 0.6")]
    [InlineData("data: { weight: w, group: g }")]
    [InlineData("training: { reinitialize: 2, precision: bfloat16, best_by: macro_f1, calibration: none, class_weights: [1, 2, 3, 4, 5], seeds: 5 }")]
    public void HowTheTaskIsTrainedAndItsPredictionsReadIsNoPartOfIt(string rest)
    {
        (TaskDefinition task, string fingerprint) = Definition(Labels + rest);

        Assert.Equal(Definition(Labels).Fingerprint, fingerprint);
        Assert.Equal(TaskFingerprint.Of(task).Hash(), fingerprint);
    }

    private static (TaskDefinition Task, string Fingerprint) Definition(string rest)
    {
        var code = LoadedCode.Of(GeneratorRun.OfSpec(Start + rest), "public static class Program { public static object Fingerprint() => Contoso.MoodDefinition.Fingerprint; }");
        return ((TaskDefinition)code.Property("Contoso.MoodDefinition", "Task"), (string)code.Call("Fingerprint"));
    }
}
