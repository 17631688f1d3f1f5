using CodegenBert.Modeling;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>A copy of the trained weights, to return to: the best epoch's, bit for bit.</summary>
internal sealed class WeightSnapshot : IDisposable
{
    private readonly (ModelParameter Parameter, Tensor Copy)[] _copies;

    /// <summary>Makes room for the model's trained weights.</summary>
    public WeightSnapshot(SequenceClassifier model)
    {
        _copies = [.. model.TrainedParameters.Select(parameter => (parameter, empty_like(parameter.Value, requires_grad: false).DetachFromDisposeScope()))];
    }

    /// <summary>Copies the weights as they are.</summary>
    public void Take() => Copy(static (parameter, copy) => copy.copy_(parameter));

    /// <summary>Writes the copied weights back.</summary>
    public void Restore() => Copy(static (parameter, copy) => parameter.copy_(copy));

    /// <inheritdoc />
    public void Dispose()
    {
        foreach ((_, Tensor copy) in _copies)
        {
            copy.Dispose();
        }
    }

    private void Copy(Action<Tensor, Tensor> copy)
    {
        using IDisposable evaluation = no_grad();
        foreach ((ModelParameter parameter, Tensor values) in _copies)
        {
            copy(parameter.Value, values);
        }
    }
}
