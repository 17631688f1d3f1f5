using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>
/// A backward pass through functions of ours. libtorch calls them, and an exception that left one would have to unwind libtorch's frames, which ends the process: so
/// it is kept, the pass goes on with zeros for that function's gradients, and it is thrown when libtorch has come back.
/// </summary>
internal static class BackwardPass
{
    private const string Place = "failure", Arguments = "arguments of the forward pass";

    [ThreadStatic]
    private static FailurePlace? t_place;

    /// <summary>Where functions that run forward on this thread will leave what goes wrong in their backward pass, on whatever thread that is.</summary>
    private static FailurePlace Current => t_place ??= new();

    /// <summary>The gradients of a tensor.</summary>
    /// <param name="output">The tensor: computed on this thread.</param>
    /// <param name="inputs">With respect to what.</param>
    /// <param name="ofOutput">The gradient of the tensor itself; null for 1, of a scalar.</param>
    /// <exception cref="CodegenBertException">A function of ours failed.</exception>
    public static Tensor[] Gradients(Tensor output, IReadOnlyList<Tensor> inputs, Tensor? ofOutput = null)
    {
        FailurePlace place = Current;
        (string Function, Exception Cause)? ofOuterPass = place.Failure;
        place.Failure = null;
        try
        {
            Tensor[] gradients = [.. autograd.grad([output], [.. inputs], ofOutput is null ? null : [ofOutput])];
            return place.Failure is null ? gradients : throw Thrown(place);
        }
        finally
        {
            place.Failure = ofOuterPass;
            HandedGradients.Release();
        }
    }

    /// <summary>Prepares a function's backward pass, in its forward one.</summary>
    /// <param name="ctx">The function's.</param>
    /// <param name="arguments">The forward pass's arguments.</param>
    public static void Prepare(autograd.AutogradContext ctx, object[] arguments)
    {
        ctx.set_materialize_grads(false); // what TorchSharp would make zeros of is disposed of with the forward pass's scope
        ctx.save_data(Place, Current);
        ctx.save_data(Arguments, arguments.Select(argument => argument is Tensor tensor ? new TensorShape(tensor.shape, tensor.dtype, tensor.device) : null).ToArray());
    }

    /// <summary>Runs a function's backward pass.</summary>
    /// <param name="ctx">The function's.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="gradient">The gradient of its output; released in the end.</param>
    /// <param name="gradientsOf">The gradients of its arguments, null for those that have none.</param>
    public static List<Tensor> Run(autograd.AutogradContext ctx, string function, Tensor gradient, Func<Tensor, IReadOnlyList<Tensor?>> gradientsOf)
    {
        try
        {
            using Tensor ofOutput = gradient;
            return HandedGradients.Of(gradient.IsInvalid ? Zeros(ctx) : gradientsOf(ofOutput));
        }
        catch (Exception e)
        {
            ((FailurePlace)ctx.get_data(Place)).Failure ??= (function, e);
            return HandedGradients.Of(Zeros(ctx)); // a missing gradient would be an exception of libtorch's own, which TorchSharp lets through: it ends the process too
        }
    }

    /// <summary>A zero for each element of each tensor, all in one place: that takes no memory.</summary>
    private static Tensor?[] Zeros(autograd.AutogradContext ctx) =>
        [.. ((TensorShape?[])ctx.get_data(Arguments)).Select(one => one is null ? null : zeros(1, one.Type, one.Device).expand(one.Sizes))];

    private static CodegenBertException Thrown(FailurePlace place)
    {
        (string function, Exception cause) = place.Failure!.Value;
        return cause as CodegenBertException ?? new($"The backward pass failed in {function}: {cause.Message} The weights are those before the step. If memory is short, make batch_size or tokens_per_batch smaller.", cause);
    }

    private sealed class FailurePlace
    {
        /// <summary>The first failure of the pass.</summary>
        public (string Function, Exception Cause)? Failure { get; set; }
    }

    private sealed record TensorShape(long[] Sizes, ScalarType Type, Device Device);
}
