using System.Text.Json;
using CodegenBert.Benchmarks.Comparison.Rivals.HuggingFace;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Rivals;

/// <summary>The rival of the benchmarks, which is to be what transformers computes: the kit's run, step by step.</summary>
public sealed class HuggingFaceTests
{
    private const string Run = "pair, full, pooler as in transformers";

    [Fact]
    public void The_rival_s_run_is_the_one_of_transformers_step_by_step()
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement run = Kit.Json("models", "minilm.training.json").GetProperty(Run);
        using HuggingFaceClassifier rival = Rival();
        using var trainer = new HuggingFaceTrainer(rival, run.GetProperty("weight_decay").GetDouble(), dropsValues: false);
        EncodedInput[] inputs = Kit.Inputs(run.GetProperty("inputs").GetString()!);
        long[] labels = [.. run.GetProperty("labels").EnumerateArray().Select(label => label.GetInt64())];
        JsonElement[] expected = [.. run.GetProperty("loss_gradnorm_lr").EnumerateArray()];
        for (int s = 0; s < expected.Length; s++)
        {
            int[] rows = [.. Enumerable.Range(0, 8).Select(j => ((8 * s) + j) % 16)];
            var batch = new PaddedBatch([.. rows.Select(row => inputs[row])], rival.PadTokenId);
            (double loss, double norm) = trainer.Step(batch, [.. rows.Select(row => labels[row])], expected[s][2].GetDouble(), run.GetProperty("max_grad_norm").GetDouble());
            KitTable.Within("the benchmarks' rival, losses and norms", Relative(loss, expected[s][0].GetDouble()), 1e-5);
            KitTable.Within("the benchmarks' rival, losses and norms", Relative(norm, expected[s][1].GetDouble()), 1e-5);
        }

        using IDisposable evaluation = no_grad();
        float[] flat = [.. run.GetProperty("final_logits").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetSingle())];
        Tensor logits = rival.Forward(new PaddedBatch(inputs, rival.PadTokenId), dropsValues: false);
        KitTable.Within("the benchmarks' rival, logits", Kit.Difference(logits, tensor(flat, logits.shape)), 2e-5);
    }

    [Fact]
    public void Its_logits_do_not_depend_on_the_width_of_the_padding()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        using HuggingFaceClassifier rival = Rival();
        EncodedInput[] inputs = Kit.Inputs("pairs");
        Tensor longest = rival.Forward(new PaddedBatch(inputs, rival.PadTokenId), dropsValues: false), wide = rival.Forward(new PaddedBatch(inputs, rival.PadTokenId, 128), dropsValues: false);
        Assert.InRange(Kit.Difference(longest, wide), 0, 2e-5);
    }

    [Theory]
    [InlineData(FreezeKind.None)]
    [InlineData(FreezeKind.All)]
    public void Dropout_acts_in_frozen_layers_too(FreezeKind freeze)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        using HuggingFaceClassifier rival = Rival(freeze);
        var batch = new PaddedBatch(Kit.Inputs("pairs"), rival.PadTokenId);
        Tensor once = rival.Pooled(batch, dropsValues: true), again = rival.Pooled(batch, dropsValues: true);
        Assert.True(Kit.Difference(once, again) > 1e-3);
    }

    /// <summary>The shipped encoder with the kit's head on the pooler.</summary>
    private static HuggingFaceClassifier Rival(FreezeKind freeze = FreezeKind.None)
    {
        var head = new HeadDefinition { Pooling = [Pooling.Pooler] };
        int labels = Kit.Json("models", "minilm.training.json").GetProperty(Run).GetProperty("final_logits")[0].GetArrayLength();
        using SequenceClassifier model = ClassifierFactory.Create(Kit.Task(head, new FreezePlan(freeze), labels, pair: true), Kit.MiniLm, 0, out _);
        Kit.SetHead(model, head, Kit.Tensors("minilm.heads.safetensors"), labels switch { 2 => "two", 3 => "three", _ => "six" });
        return HuggingFaceClassifier.CopyOf(model);
    }

    private static double Relative(double actual, double expected) => Math.Abs(actual - expected) / Math.Abs(expected);
}
