using CodegenBert.Modeling;
using CodegenBert.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training.Trials;

/// <summary>Heads of one shape side by side, each parameter as one tensor: a step on all of them costs as many calls of libtorch as on one.</summary>
internal sealed class HeadStack : IDisposable
{
    private readonly ParameterSet _parameters = new();
    private readonly ClassificationHead _head;

    /// <summary>Copies the heads' weights.</summary>
    /// <param name="definition">Their shape.</param>
    /// <param name="heads">The heads, M of them.</param>
    public HeadStack(HeadDefinition definition, IReadOnlyList<ParameterSet> heads)
    {
        foreach (ModelParameter parameter in heads[0].All)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable evaluation = no_grad();
            _parameters.Add(parameter.Name, stack(heads.Select(head => head[parameter.Name].Value))); // (M, out, in) and (M, out)
        }

        foreach (ModelParameter parameter in _parameters.All)
        {
            parameter.Trained = true;
        }

        _head = new ClassificationHead(_parameters, definition);
    }

    /// <summary>The parameters, under the names that they have in each head.</summary>
    public IReadOnlyCollection<ModelParameter> Parameters => _parameters.All;

    /// <summary>(M, B, inputs) -> logits (M, B, labels)</summary>
    /// <param name="features">What each head reads.</param>
    /// <param name="dropout">Of M runs.</param>
    public Tensor Forward(Tensor features, Dropout dropout) => _head.Forward(features, dropout);

    /// <summary>Copies the weights back.</summary>
    /// <param name="heads">The heads, in the same order.</param>
    public void CopyTo(IReadOnlyList<ParameterSet> heads)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        foreach (ModelParameter parameter in _parameters.All)
        {
            for (int i = 0; i < heads.Count; i++)
            {
                heads[i][parameter.Name].Value.copy_(parameter.Value[i]);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _parameters.Dispose();
}
