using CodegenBert.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>Parameters that share a learning rate and a weight decay.</summary>
/// <param name="Parameters">The parameters that are updated.</param>
/// <param name="PeakRate">The learning rate before the schedule.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
internal sealed record ParameterGroup(IReadOnlyList<ModelParameter> Parameters, double PeakRate, double WeightDecay);

/// <summary>
/// AdamW (Loshchilov and Hutter 2019; beta 0.9 and 0.999, epsilon 1e-8) by libtorch's fused kernel, one call a group: 24 to 50 times faster than a
/// loop over the parameters. TorchSharp has no binding of the kernel; a TorchScript function reaches it.
/// A script that does not compile aborts the process, so the text is a constant that a test compiles.
/// </summary>
internal sealed class FusedAdamW : IDisposable
{
    private const string Script = """
        def update(params: List[Tensor], grads: List[Tensor], averages: List[Tensor], squares: List[Tensor], steps: List[Tensor], rate: float, decay: float, scale: Optional[Tensor]):
            torch._foreach_add_(steps, 1.0)
            torch._fused_adamw_(params, grads, averages, squares, [], steps, lr=rate, beta1=0.9, beta2=0.999, weight_decay=decay, eps=1e-8, amsgrad=False, maximize=False, grad_scale=scale, found_inf=None)
            return steps[0]

        def norm(grads: List[Tensor]):
            return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(grads, 2.0)), 2.0)

        """;

    // Compiled once for the process: TorchSharp frees no compiled unit.
    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(Script));
    private readonly Moments[] _groups;

    /// <summary>Starts with zero moments, or with those of an earlier run or phase for the parameters that it trained too.</summary>
    /// <param name="groups">What is trained.</param>
    /// <param name="state">Of <see cref="State"/>; null for zeros.</param>
    public FusedAdamW(IEnumerable<ParameterGroup> groups, IReadOnlyDictionary<string, Tensor>? state = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        _groups = [.. groups.Where(group => group.Parameters.Count > 0).Select(group => new Moments(group))];
        foreach ((string name, Tensor values) in State)
        {
            if (state?.GetValueOrDefault(name) is { } earlier)
            {
                values.copy_(earlier.reshape(values.shape));
            }
        }
    }

    /// <summary>All parameters, in the order in which <see cref="Step"/> wants their gradients.</summary>
    public IReadOnlyList<Tensor> Parameters => [.. _groups.SelectMany(group => group.Parameters)];

    /// <summary>Adam's state by names of its own: for each parameter both moments and the count of its steps. The tensors are the optimiser's.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State =>
        from moments in _groups
        from i in Enumerable.Range(0, moments.Parameters.Length)
        let name = moments.Group.Parameters[i].Name
        from part in (KeyValuePair<string, Tensor>[])[new($"average.{name}", moments.Averages[i]), new($"square.{name}", moments.Squares[i]), new($"steps.{name}", moments.Steps[i])]
        select part;

    /// <summary>The norm of all gradients together.</summary>
    public static double Norm(IReadOnlyList<Tensor> gradients)
    {
        using Tensor norm = (Tensor)Compiled.Value.invoke("norm", [gradients.ToArray()]);
        return norm.item<float>();
    }

    /// <summary>One update.</summary>
    /// <param name="gradients">Of <see cref="Parameters"/>, in their order. Scaled in place where <paramref name="gradientDivisor"/> is not 1.</param>
    /// <param name="rateMultiplier">The schedule's share of the peak rates.</param>
    /// <param name="gradientDivisor">The gradients are divided by it: clipping costs no pass of its own.</param>
    public void Step(IReadOnlyList<Tensor> gradients, double rateMultiplier, double gradientDivisor)
    {
        using IDisposable evaluation = no_grad();
        using Tensor? scale = gradientDivisor == 1 ? null : tensor((float)gradientDivisor).to(gradients[0].device);
        int first = 0;
        foreach (Moments group in _groups)
        {
            Tensor[] own = [.. gradients.Skip(first).Take(group.Group.Parameters.Count)];
            first += own.Length;
            // Scalars that live until the call is over: see Arithmetic.
            using Scalar rate = (group.Group.PeakRate * rateMultiplier).ToScalar(), decay = group.Group.WeightDecay.ToScalar();
            using Tensor _ = (Tensor)Compiled.Value.invoke("update", group.Parameters, own, group.Averages, group.Squares, group.Steps, rate, decay, scale!);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (Tensor state in _groups.SelectMany(group => group.Averages.Concat(group.Squares).Concat(group.Steps)))
        {
            state.Dispose();
        }
    }

    /// <summary>A group with Adam's state.</summary>
    private sealed class Moments(ParameterGroup group)
    {
        public ParameterGroup Group { get; } = group;

        public Tensor[] Parameters { get; } = [.. group.Parameters.Select(parameter => parameter.Value)];

        public Tensor[] Averages { get; } = [.. group.Parameters.Select(parameter => zeros_like(parameter.Value).DetachFromDisposeScope())];

        public Tensor[] Squares { get; } = [.. group.Parameters.Select(parameter => zeros_like(parameter.Value).DetachFromDisposeScope())];

        public Tensor[] Steps { get; } = [.. group.Parameters.Select(parameter => zeros(Array.Empty<long>(), dtype: ScalarType.Float32, device: parameter.Value.device).DetachFromDisposeScope())];
    }
}
