using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>Attention with its derivatives by kernels of ours. In bfloat16 too it computes in float32, as libtorch's softmax does; what it is given and gives is rounded.</summary>
internal sealed class AttentionFunction : autograd.SingleTensorFunction<AttentionFunction>
{
    private const string Pass = "pass";

    /// <inheritdoc />
    public override string Name => nameof(AttentionFunction);

    /// <summary>(B, Q, d) queries, (B, S, d) keys and values -> (B, Q, d)</summary>
    /// <param name="query">float32 or bfloat16, on the processor.</param>
    /// <param name="key">The same numbers.</param>
    /// <param name="value">The same numbers.</param>
    /// <param name="attention">The heads.</param>
    /// <param name="lengths">Real positions of each text.</param>
    /// <param name="dropped">By what mask probabilities are dropped; null for none.</param>
    public static Tensor Of(Tensor query, Tensor key, Tensor value, BatchAttention attention, IReadOnlyList<int> lengths, DropoutDraw? dropped)
    {
        using DisposeScope scope = NewDisposeScope(); // TorchSharp makes a tensor of the output's shape that nothing reads
        var pass = new AttentionPass(attention, new(lengths, (int)query.size(1), (int)key.size(1)), dropped);
        return (is_grad_enabled() ? apply(query, key, value, pass) : Compute(query, key, value, pass)).MoveToOuterDisposeScope();
    }

    /// <summary>Queries, keys, values, and the pass.</summary>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor query, Tensor key, Tensor value, var pass) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (AttentionPass)vars[3]);
        BackwardPass.Prepare(ctx, vars);
        ctx.save_for_backward([query, key, value]);
        ctx.save_data(Pass, pass);
        return Compute(query, key, value, pass);
    }

    /// <inheritdoc />
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient) => BackwardPass.Run(ctx, Name, gradient, ofOutput => Gradients(ctx, ofOutput));

    private static Tensor Compute(Tensor query, Tensor key, Tensor value, AttentionPass pass)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor q = Exact(query), k = Exact(key), v = Exact(value), context = empty(q.shape);
        pass.Attention.Compute(Rows.Of(q), Rows.Of(k), Rows.Of(v), Rows.Of(context), pass.Shape, pass.Dropped);
        return context.to(query.dtype).MoveToOuterDisposeScope();
    }

    private static Tensor?[] Gradients(autograd.AutogradContext ctx, Tensor ofOutput)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        var pass = (AttentionPass)ctx.get_data(Pass);
        Tensor q = Exact(saved[0]), k = Exact(saved[1]), v = Exact(saved[2]), ofContext = Exact(ofOutput);
        Tensor ofQuery = empty(q.shape), ofKey = empty(k.shape), ofValue = empty(v.shape);
        pass.Attention.Differentiate(Rows.Of(q), Rows.Of(k), Rows.Of(v), Rows.Of(ofContext), Rows.Of(ofQuery), Rows.Of(ofKey), Rows.Of(ofValue), pass.Shape, pass.Dropped);
        return [Given(ofQuery), Given(ofKey), Given(ofValue), null];

        Tensor Given(Tensor exact) => exact.to(saved[0].dtype).MoveToOuterDisposeScope();
    }

    private static Tensor Exact(Tensor x) => x.detach().to(ScalarType.Float32).contiguous();

    /// <summary>What is computed, beside the tensors.</summary>
    private sealed record AttentionPass(BatchAttention Attention, AttentionShape Shape, DropoutDraw? Dropped);
}
