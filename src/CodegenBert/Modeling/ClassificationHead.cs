using CodegenBert.Tasks;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>Logistic regression or a small neural network on what is read of the encoder; dropout before each linear layer.</summary>
internal sealed class ClassificationHead(ParameterSet parameters, HeadDefinition definition)
{
    private readonly Linear[] _layers = [.. HeadLayout.LayerNames(definition).Select(name => new Linear(parameters, name))];

    /// <summary>Name of the linear layer that gives the logits.</summary>
    public string LogitsLayer { get; } = HeadLayout.LayerNames(definition)[^1];

    /// <summary>(B, inputs) -> logits (B, labels)</summary>
    public Tensor Forward(Tensor features, Dropout dropout)
    {
        Tensor x = features;
        for (int i = 0; i < _layers.Length; i++)
        {
            x = _layers[i].Forward(dropout.Apply(DropoutSite.Head, x, definition.Dropout));
            x = i < _layers.Length - 1 ? Activate(x) : x;
        }

        return x;
    }

    private Tensor Activate(Tensor x) => definition.Activation switch
    {
        HeadActivation.Gelu => nn.functional.gelu(x, inplace: false),
        HeadActivation.Relu => nn.functional.relu(x),
        _ => tanh(x),
    };
}
