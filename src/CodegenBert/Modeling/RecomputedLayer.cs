using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>
/// A layer whose activations are not kept: of its forward pass the input alone is remembered, and the backward pass runs it again (Chen et al. 2016, "Training Deep
/// Nets with Sublinear Memory Cost"), dropping the same values. The gradient is the same bit for bit.
/// </summary>
internal sealed class RecomputedLayer : autograd.SingleTensorFunction<RecomputedLayer>
{
    private const string Pass = "pass", InputHasGradient = "input";

    /// <inheritdoc />
    public override string Name => nameof(RecomputedLayer);

    /// <summary>As <see cref="EncoderLayer.Forward"/>.</summary>
    public static Tensor Forward(EncoderLayer layer, Tensor hidden, SequenceMask mask, Dropout dropout, bool firstPositionOnly)
    {
        using DisposeScope scope = NewDisposeScope(); // TorchSharp makes a tensor of the output's shape that nothing reads
        IEnumerable<Tensor> trained = layer.Parameters.Where(parameter => parameter.Trained).Select(parameter => parameter.Operand);
        var pass = new LayerPass(layer, mask.Lengths, hidden.device, dropout, dropout.Position, firstPositionOnly);
        return apply([hidden, pass, .. trained]).MoveToOuterDisposeScope();
    }

    /// <summary>The input, the <see cref="LayerPass"/>, and the layer's trained parameters.</summary>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor hidden, var pass) = ((Tensor)vars[0], (LayerPass)vars[1]);
        BackwardPass.Prepare(ctx, vars);
        ctx.save_for_backward([hidden]);
        ctx.save_data(Pass, pass);
        ctx.save_data(InputHasGradient, hidden.requires_grad);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable asInBackward = enable_grad(); // the very steps that the backward pass will take
        return pass.Run(hidden.detach(), pass.Dropout).detach().MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient) =>
        BackwardPass.Run(ctx, Name, gradient, ofOutput => Gradients(ctx, ofOutput));

    private static Tensor?[] Gradients(autograd.AutogradContext ctx, Tensor ofOutput)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable again = enable_grad();
        var pass = (LayerPass)ctx.get_data(Pass);
        bool ofInput = (bool)ctx.get_data(InputHasGradient);
        Tensor hidden = ctx.get_saved_variables()[0].detach().requires_grad_(ofInput);
        Tensor output = pass.Run(hidden, pass.Dropout.At(pass.Position));
        Tensor[] trained = [.. pass.Layer.Parameters.Where(parameter => parameter.Trained).Select(parameter => parameter.Operand)];
        Tensor[] gradients = [.. BackwardPass.Gradients(output, [.. ofInput ? [hidden] : Array.Empty<Tensor>(), .. trained], ofOutput).Select(one => one.MoveToOuterDisposeScope())];
        return [ofInput ? gradients[0] : null, null, .. gradients[(ofInput ? 1 : 0)..]];
    }

    /// <summary>How a layer is run, and from which position of the generator on values are dropped.</summary>
    private sealed record LayerPass(EncoderLayer Layer, IReadOnlyList<int> Lengths, Device Device, Dropout Dropout, ulong Position, bool FirstPositionOnly)
    {
        public Tensor Run(Tensor hidden, Dropout dropout)
        {
            using var mask = new SequenceMask(Lengths, Device);
            return Layer.Forward(hidden, mask, dropout, FirstPositionOnly);
        }
    }
}
