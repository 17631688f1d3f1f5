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
    private readonly ModelParameter? _table;
    private readonly ParameterGroup? _groupOfTable;
    private readonly LazyAdamW? _rows;

    /// <summary>Starts with zero moments, or with those of an earlier run or phase for the parameters that it trained too.</summary>
    /// <param name="groups">What is trained.</param>
    /// <param name="state">Of <see cref="State"/>; null for zeros.</param>
    /// <param name="table">A trained parameter of which each step reads a few rows, on the processor: it is updated by rows, see <see cref="LazyAdamW"/>. Null for none.</param>
    public FusedAdamW(IEnumerable<ParameterGroup> groups, IReadOnlyDictionary<string, Tensor>? state = null, ModelParameter? table = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        ParameterGroup[] all = [.. groups];
        _groupOfTable = Array.Find(all, group => table is not null && group.Parameters.Contains(table));
        if (_groupOfTable is not null)
        {
            _table = table;
            _rows = new LazyAdamW(table!.Value, (Earlier("average"), Earlier("square"), Earlier("steps")));
        }

        _groups = [.. all.Select(group => group with { Parameters = [.. group.Parameters.Where(parameter => parameter != _table)] }).Where(group => group.Parameters.Count > 0).Select(group => new Moments(group))];
        foreach ((string name, Tensor values) in _groups.SelectMany(group => group.State))
        {
            if (state?.GetValueOrDefault(name) is { } earlier)
            {
                values.copy_(earlier.reshape(values.shape));
            }
        }

        Tensor? Earlier(string part) => state?.GetValueOrDefault($"{part}.{table!.Name}");
    }

    /// <summary>The parameters whose whole gradients <see cref="Step"/> wants, in that order: all but the table.</summary>
    public IReadOnlyList<Tensor> Parameters => [.. _groups.SelectMany(group => group.Parameters)];

    /// <summary>What the model computes with in place of <see cref="Parameters"/>, in their order, until the next step: what gradients are taken by. See <see cref="ModelParameter.Operand"/>.</summary>
    public Tensor[] Operands()
    {
        ModelParameter[] parameters = [.. _groups.SelectMany(group => group.Group.Parameters)];
        ModelParameter[] copied = [.. parameters.Where(parameter => parameter.IsCopied)];
        ComputeWorkers.Run(copied.Length, i => copied[i].Prepare());
        return [.. parameters.Select(parameter => parameter.Operand)];
    }

    /// <summary>Collects what a forward pass reads of the table; null where no table is updated by rows.</summary>
    public LookedUpRows? LookUp() => _rows is null ? null : new(ids => _rows.CatchUp(ids.Span));

    /// <summary>Makes up for the steps that the table's rows have missed: call it before the parameters are read by anything but <see cref="LookUp"/>.</summary>
    public void CatchUp() => _rows?.CatchUp();

    /// <summary>Adam's state by names of its own: for each parameter both moments and the count of its steps. The tensors are the optimiser's.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => [.. _groups.SelectMany(group => group.State), .. _rows is null ? [] : Named(_table!.Name, _rows.State)];

    /// <summary>The norm of all gradients together.</summary>
    /// <param name="gradients">Of <see cref="Parameters"/>.</param>
    /// <param name="rows">Of the table's rows.</param>
    public static double Norm(IReadOnlyList<Tensor> gradients, RowGradient? rows = null)
    {
        Tensor[] all = [.. gradients, .. rows is null ? [] : new[] { rows.Values }];
        using Tensor norm = (Tensor)Compiled.Value.invoke("norm", [all]);
        return norm.item<float>();
    }

    /// <summary>One update.</summary>
    /// <param name="gradients">Of <see cref="Parameters"/>, in their order. Scaled in place where <paramref name="gradientDivisor"/> is not 1.</param>
    /// <param name="rateMultiplier">The schedule's share of the peak rates.</param>
    /// <param name="gradientDivisor">The gradients are divided by it: clipping costs no pass of its own.</param>
    /// <param name="rows">Of the rows that <see cref="LookUp"/> has given out; null where there is no table.</param>
    public void Step(IReadOnlyList<Tensor> gradients, double rateMultiplier, double gradientDivisor, RowGradient? rows = null)
    {
        using IDisposable evaluation = no_grad();
        using Tensor? scale = gradientDivisor == 1 || gradients.Count == 0 ? null : tensor((float)gradientDivisor).to(gradients[0].device);
        int first = 0;
        foreach (Moments group in _groups)
        {
            Tensor[] own = [.. gradients.Skip(first).Take(group.Group.Parameters.Count)];
            first += own.Length;
            // Scalars that live until the call is over: see Arithmetic.
            using Scalar rate = (group.Group.PeakRate * rateMultiplier).ToScalar(), decay = group.Group.WeightDecay.ToScalar();
            using Tensor _ = (Tensor)Compiled.Value.invoke("update", group.Parameters, own, group.Averages, group.Squares, group.Steps, rate, decay, scale!);
            foreach (ModelParameter parameter in group.Group.Parameters)
            {
                parameter.HasChanged();
            }
        }

        if (rows is not null)
        {
            _rows!.Step(rows, _groupOfTable!.PeakRate * rateMultiplier, _groupOfTable.WeightDecay, gradientDivisor);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (Tensor state in _groups.SelectMany(group => group.Averages.Concat(group.Squares).Concat(group.Steps)))
        {
            state.Dispose();
        }

        _rows?.Dispose();
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Named(string parameter, (Tensor Averages, Tensor Squares, Tensor Steps) state) =>
        [new($"average.{parameter}", state.Averages), new($"square.{parameter}", state.Squares), new($"steps.{parameter}", state.Steps)];

    /// <summary>A group with Adam's state.</summary>
    private sealed class Moments(ParameterGroup group)
    {
        public ParameterGroup Group { get; } = group;

        public IEnumerable<KeyValuePair<string, Tensor>> State => Parameters.Index().SelectMany(pair => Named(Group.Parameters[pair.Index].Name, (Averages[pair.Index], Squares[pair.Index], Steps[pair.Index])));

        public Tensor[] Parameters { get; } = [.. group.Parameters.Select(parameter => parameter.Value)];

        public Tensor[] Averages { get; } = [.. group.Parameters.Select(parameter => zeros_like(parameter.Value).DetachFromDisposeScope())];

        public Tensor[] Squares { get; } = [.. group.Parameters.Select(parameter => zeros_like(parameter.Value).DetachFromDisposeScope())];

        public Tensor[] Steps { get; } = [.. group.Parameters.Select(parameter => zeros(Array.Empty<long>(), dtype: ScalarType.Float32, device: parameter.Value.device).DetachFromDisposeScope())];
    }
}
