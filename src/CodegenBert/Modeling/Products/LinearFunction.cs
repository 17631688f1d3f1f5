using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>
/// <c>y = x W^T + b</c> with its derivatives, by kernels of ours: <c>dx = dy W</c>, <c>dW = dy^T x</c>, <c>db</c> the sum of dy's rows.
/// </summary>
internal sealed unsafe class LinearFunction : autograd.SingleTensorFunction<LinearFunction>
{
    private const string InputHasGradient = "input", WeightHasGradient = "weight", BiasHasGradient = "bias";

    /// <inheritdoc />
    public override string Name => nameof(LinearFunction);

    /// <summary>(..., inputs) -> (..., outputs)</summary>
    /// <param name="x">(..., inputs), float32, on the processor.</param>
    /// <param name="weight">(outputs, inputs)</param>
    /// <param name="bias">(outputs)</param>
    /// <param name="packed">The weight in panels.</param>
    public static Tensor Of(Tensor x, Tensor weight, Tensor bias, PackedMatrix packed)
    {
        using DisposeScope scope = NewDisposeScope(); // TorchSharp makes a tensor of the output's shape that nothing reads
        return apply(x, weight, bias, packed).MoveToOuterDisposeScope();
    }

    /// <summary>Whether the derivatives' products can be computed by kernels, too.</summary>
    /// <param name="weight">(outputs, inputs)</param>
    public static bool CanMultiply(Tensor weight) => PackedMatrix.CanHold(weight) && PanelKernel.For(weight.size(1)) is not null;

    /// <summary>x, W, b, and W in panels.</summary>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor x, Tensor weight, Tensor bias, var packed) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (PackedMatrix)vars[3]);
        BackwardPass.Prepare(ctx, vars);
        ctx.save_for_backward([x, weight]);
        ctx.save_data(InputHasGradient, x.requires_grad);
        ctx.save_data(WeightHasGradient, weight.requires_grad);
        ctx.save_data(BiasHasGradient, bias.requires_grad);
        using DisposeScope scope = NewDisposeScope();
        Tensor source = x.contiguous(), product = empty([.. x.shape[..^1], weight.size(0)]);
        new Product(packed.Panels, Rows.Of(source), CountOf(source), Rows.Of(product), bias).Compute();
        return product.MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient) => BackwardPass.Run(ctx, Name, gradient, ofOutput => Gradients(ctx, ofOutput));

    private static Tensor?[] Gradients(autograd.AutogradContext ctx, Tensor ofOutput)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        (Tensor x, Tensor weight) = (saved[0].detach().contiguous(), saved[1].detach());
        Tensor g = ofOutput.contiguous();
        Tensor? ofInput = null, ofWeight = null, ofBias = null;
        if ((bool)ctx.get_data(InputHasGradient))
        {
            ofInput = empty(x.shape);
            Multiply(Rows.Of(g), CountOf(g), weight, ofInput);                     // (rows, outputs) (outputs, inputs)
        }

        if ((bool)ctx.get_data(WeightHasGradient))
        {
            ofWeight = empty(weight.shape);
            MultiplyTransposed(g, x, ofWeight);                                   // (outputs, rows) (rows, inputs)
        }

        if ((bool)ctx.get_data(BiasHasGradient))
        {
            ofBias = g.view(-1, g.size(-1)).sum([0L]);
        }

        return [ofInput?.MoveToOuterDisposeScope(), ofWeight?.MoveToOuterDisposeScope(), ofBias?.MoveToOuterDisposeScope(), null];
    }

    /// <summary>left^T right.</summary>
    private static void MultiplyTransposed(Tensor left, Tensor right, Tensor result)
    {
        int rows = CountOf(left), columns = (int)left.size(-1), width = (rows + PanelLayout.Lanes - 1) / PanelLayout.Lanes * PanelLayout.Lanes;
        using var scratch = new Scratch(columns * width);
        Rows from = Rows.Of(left), transposed = new(scratch.Values, width);
        SharedWork.Run(columns / PanelLayout.Lanes, part => PanelLayout.Transpose(from.From(0, part * PanelLayout.Lanes), rows, PanelLayout.Lanes, width, transposed.At(part * PanelLayout.Lanes)));
        Multiply(transposed, columns, right, result);
    }

    /// <summary>Rows times a matrix.</summary>
    private static void Multiply(Rows left, int rows, Tensor right, Tensor result)
    {
        int steps = CountOf(right), columns = (int)right.size(-1);
        PanelKernel kernel = PanelKernel.For(columns)!;
        using var scratch = new Scratch(steps * columns);
        var panels = new Panels(kernel, scratch.Values, columns / kernel.Width, steps);
        Rows from = Rows.Of(right);
        SharedWork.Run(panels.Count, panel => PanelLayout.Copy(from.From(0, panel * kernel.Width), steps, kernel.Width, panels.At(panel)));
        new Product(panels, left, rows, Rows.Of(result)).Compute();
    }

    /// <summary>How many rows (..., columns) has.</summary>
    private static int CountOf(Tensor matrix) => (int)(matrix.numel() / matrix.size(-1));
}
