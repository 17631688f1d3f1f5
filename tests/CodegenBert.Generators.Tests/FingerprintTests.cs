using System.Reflection;
using System.Runtime.Loader;
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
        using var image = new MemoryStream();
        var result = UserCode.With(GeneratorRun.OfSpec(Start + rest)).Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        Type definition = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image).GetType("Contoso.MoodDefinition")!;
        var task = (TaskDefinition)definition.GetProperty("Task", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

        Assert.Equal(TaskFingerprint.Of(task).Hash(), definition.GetField("Fingerprint")!.GetRawConstantValue());
    }
}
