using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Rivals.HuggingFace;

/// <summary>
/// A step as transformers' <c>Trainer</c> takes it: cross-entropy, backward, clipping by the norm, AdamW by libtorch's fused kernel in two groups (weight decay on matrices alone). All of the embeddings' gradient is computed.
/// </summary>
internal sealed class HuggingFaceTrainer : IDisposable
{
    // Constant and run by a test: a script that does not compile aborts the process.
    private const string Script = """
        def clip(grads: List[Tensor], most: float):
            norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(grads, 2.0)), 2.0)
            torch._foreach_mul_(grads, torch.clamp(most / (norm + 1e-6), max=1.0))
            return norm

        def update(params: List[Tensor], grads: List[Tensor], averages: List[Tensor], squares: List[Tensor], steps: List[Tensor], rate: float, decay: float):
            torch._foreach_add_(steps, 1.0)
            torch._fused_adamw_(params, grads, averages, squares, [], steps, lr=rate, beta1=0.9, beta2=0.999, weight_decay=decay, eps=1e-8, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
            return steps[0]

        """;

    private static readonly Lazy<jit.CompilationUnit> s_compiled = new(() => jit.compile(Script));
    private readonly HuggingFaceClassifier _model;
    private readonly bool _dropsValues;
    private readonly Group[] _groups;
    private readonly Tensor[] _parameters;

    /// <summary>Begins with zero moments.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="weightDecay">Of the matrices.</param>
    /// <param name="dropsValues">Whether dropout is on.</param>
    public HuggingFaceTrainer(HuggingFaceClassifier model, double weightDecay, bool dropsValues)
    {
        using IDisposable evaluation = no_grad();
        (_model, _dropsValues) = (model, dropsValues);
        ILookup<bool, Tensor> byDecay = model.Trained.ToLookup(weight => weight.Key.EndsWith(".weight", StringComparison.Ordinal) && !weight.Key.Contains("LayerNorm", StringComparison.Ordinal), weight => weight.Value);
        _groups = [new([.. byDecay[true]], weightDecay), new([.. byDecay[false]], 0)];
        _parameters = [.. _groups.SelectMany(group => group.Parameters)];
    }

    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">The texts.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="maxGradNorm">The norm that gradients are clipped to.</param>
    /// <returns>The loss, and the gradients' norm before clipping.</returns>
    public (double Loss, double GradientNorm) Step(PaddedBatch batch, long[] labels, double rate, double maxGradNorm)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = nn.functional.cross_entropy(_model.Forward(batch, _dropsValues), tensor(labels));
        Tensor[] gradients = [.. autograd.grad([loss], _parameters)];
        using IDisposable evaluation = no_grad();
        using Scalar most = maxGradNorm.ToScalar();
        var norm = (Tensor)s_compiled.Value.invoke("clip", gradients, most);
        int first = 0;
        foreach (Group group in _groups)
        {
            group.Update(gradients[first..(first + group.Parameters.Length)], rate);
            first += group.Parameters.Length;
        }

        return (loss.item<float>(), norm.item<float>());
    }

    /// <inheritdoc />
    public void Dispose() => Array.ForEach(_groups, group => group.Dispose());

    /// <summary>Parameters that decay alike, with Adam's state.</summary>
    private sealed class Group(Tensor[] parameters, double decay) : IDisposable
    {
        private readonly Tensor[] _averages = Zeros(parameters), _squares = Zeros(parameters);
        private readonly Tensor[] _steps = [.. parameters.Select(_ => zeros(Array.Empty<long>(), ScalarType.Float32).DetachFromDisposeScope())];

        public Tensor[] Parameters => parameters;

        public void Update(Tensor[] gradients, double rate)
        {
            using Scalar step = rate.ToScalar(), weightDecay = decay.ToScalar();
            using var _ = (Tensor)s_compiled.Value.invoke("update", parameters, gradients, _averages, _squares, _steps, step, weightDecay);
        }

        public void Dispose() => Array.ForEach([.. _averages, .. _squares, .. _steps], state => state.Dispose());

        private static Tensor[] Zeros(Tensor[] like) => [.. like.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
    }
}
