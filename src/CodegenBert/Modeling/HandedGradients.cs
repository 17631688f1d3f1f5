using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>
/// The gradients that a function of ours has handed to libtorch in a backward pass. libtorch takes its own reference after the function has returned, so ours must
/// live until then, and no longer: in the scope of the training step, where TorchSharp leaves them, all gradients of all layers would pile up.
/// </summary>
internal static class HandedGradients
{
    [ThreadStatic]
    private static IReadOnlyList<Tensor?>? t_handed;

    /// <summary>Releases the gradients handed over before, and hands over these: one for each argument of the forward function, null for those that have none.</summary>
    public static List<Tensor> Of(params IReadOnlyList<Tensor?> gradients)
    {
        Release();
        t_handed = [.. gradients.Select(gradient => gradient?.DetachFromDisposeScope())];
        return [.. t_handed.Select(gradient => gradient!)];
    }

    /// <summary>Releases what this thread has handed over: a pass has ended.</summary>
    public static void Release()
    {
        foreach (Tensor? gradient in t_handed ?? [])
        {
            gradient?.Dispose();
        }

        t_handed = null;
    }
}
