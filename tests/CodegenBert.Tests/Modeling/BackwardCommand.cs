using CodegenBert.Modeling;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Modeling;

/// <summary>
/// <c>backward</c>: lets functions of ours fail in the backward pass, where an exception that got away would end the process, and prints what comes of it; then the same
/// steps without a fault.
/// </summary>
internal static class BackwardCommand
{
    public static int Run(TextWriter output)
    {
        using var encoder = new TinyEncoder();
        output.WriteLine(Say(FunctionFails));
        output.WriteLine(Say(() => Gradients(encoder, model => model.Parameters["encoder.layer.1.output.dense.weight"].Value.Dispose())));
        output.WriteLine(Say(() => Gradients(encoder, _ => { })));
        return 0;
    }

    private static string Say(Action action)
    {
        try
        {
            action();
            return "no exception";
        }
        catch (CodegenBertException e)
        {
            return $"{e.GetType().Name} from {e.InnerException!.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
        }
    }

    /// <summary>A function fails whose gradient a mask waits for.</summary>
    private static void FunctionFails()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = ones(5, 4).requires_grad_();
        _ = BackwardPass.Gradients(FailingFunction.apply(MaskedProduct.Of(weights, [1], 0.1)).sum(), [weights]);
    }

    /// <summary>A step of a model that computes its layers again.</summary>
    /// <param name="encoder">Its encoder.</param>
    /// <param name="between">What happens to it between forward and backward pass.</param>
    private static void Gradients(TinyEncoder encoder, Action<SequenceClassifier> between)
    {
        using DisposeScope scope = NewDisposeScope();
        TaskDefinition task = TinyTask.Sentiment();
        using SequenceClassifier model = encoder.Model(task);
        model.RecomputesLayers = true;
        EncodedRows rows = TinyTask.Encode(encoder, task, TinyTask.Rows(8, seed: 3));
        Tensor logits = new TokenInputs(model, rows.Inputs.Windows, CPU).Logits([.. Enumerable.Range(0, 8)], Dropout.Seeded(9));
        Tensor[] embeddings = [.. model.Parameters.All.Where(parameter => parameter.Name.StartsWith("embeddings.word", StringComparison.Ordinal)).Select(parameter => parameter.Value)];
        between(model);
        _ = BackwardPass.Gradients(logits.sum(), embeddings);
    }

    private sealed class FailingFunction : autograd.SingleTensorFunction<FailingFunction>
    {
        public override string Name => nameof(FailingFunction);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            BackwardPass.Prepare(ctx, vars);
            return ((Tensor)vars[0]).clone();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient) =>
            BackwardPass.Run(ctx, Name, gradient, _ => throw new NotSupportedException("by design"));
    }
}
