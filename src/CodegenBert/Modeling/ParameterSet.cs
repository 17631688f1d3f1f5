using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>The parameters of a model by name; it owns them. The model's parts take theirs from it when they are built.</summary>
internal sealed class ParameterSet : IDisposable
{
    private readonly Dictionary<string, ModelParameter> _parameters = new(StringComparer.Ordinal);

    /// <summary>All parameters, in the order in which they were added.</summary>
    public IReadOnlyCollection<ModelParameter> All => _parameters.Values;

    /// <summary>The parameter of that name.</summary>
    public ModelParameter this[string name] => _parameters[name];

    /// <summary>Whether there is one of that name.</summary>
    public bool Contains(string name) => _parameters.ContainsKey(name);

    /// <summary>Takes over a tensor.</summary>
    public void Add(string name, Tensor value) => _parameters.Add(name, new ModelParameter(name, value, ModelParameter.DepthOf(name)));

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (ModelParameter parameter in All)
        {
            parameter.Dispose();
        }
    }
}
