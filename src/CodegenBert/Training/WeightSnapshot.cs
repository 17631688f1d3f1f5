using CodegenBert.Modeling;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>A copy of weights, to return to: the best epoch's, bit for bit.</summary>
internal sealed class WeightSnapshot : IDisposable
{
    private readonly (ModelParameter Parameter, Tensor Copy)[] _copies;

    /// <summary>Makes room for the weights of parameters.</summary>
    public WeightSnapshot(IEnumerable<ModelParameter> parameters)
    {
        _copies = [.. parameters.Select(parameter => (parameter, empty_like(parameter.Value, requires_grad: false).DetachFromDisposeScope()))];
    }

    /// <summary>The copies by the parameters' names; they belong to the snapshot.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Values => _copies.Select(pair => KeyValuePair.Create(pair.Parameter.Name, pair.Copy));

    /// <summary>Copies the weights as they are.</summary>
    public void Take() => Copy(static pair => pair.Copy.copy_(pair.Parameter.Value));

    /// <summary>Copies weights from elsewhere.</summary>
    /// <param name="values">Each parameter's values by its name.</param>
    public void Take(IReadOnlyDictionary<string, Tensor> values) => Copy(pair => pair.Copy.copy_(values[pair.Parameter.Name]));

    /// <summary>Writes the copied weights back.</summary>
    public void Restore() => Copy(static pair => pair.Parameter.Write(pair.Copy));

    /// <inheritdoc />
    public void Dispose()
    {
        foreach ((_, Tensor copy) in _copies)
        {
            copy.Dispose();
        }
    }

    private void Copy(Action<(ModelParameter Parameter, Tensor Copy)> copy)
    {
        using IDisposable evaluation = no_grad();
        foreach ((ModelParameter, Tensor) pair in _copies)
        {
            copy(pair);
        }
    }
}
