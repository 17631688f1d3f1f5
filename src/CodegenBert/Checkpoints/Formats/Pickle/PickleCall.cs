namespace CodegenBert.Checkpoints.Formats.Pickle;

/// <summary>
/// The calls that a file of tensors consists of, described instead of made: nothing that a pickle names is ever looked up or run. The list is that of
/// PyTorch's own <c>weights_only</c> reader, as far as tensors of numbers need it.
/// </summary>
internal static class PickleCall
{
    private const string OrderedDictionary = "collections.OrderedDict";

    /// <summary>The names that a pickle may mention, beside those of storages.</summary>
    private static readonly HashSet<string> s_names = [OrderedDictionary, "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor", "torch._utils._rebuild_parameter"];

    /// <summary>Whether a name may be mentioned.</summary>
    public static bool Allows(string name) => s_names.Contains(name) || TorchStorage.TypeOf(name) is not null;

    /// <summary>What a call gives.</summary>
    /// <param name="name">What is called.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>A dictionary or a tensor; null if the arguments are not those of the name.</returns>
    public static object? Describe(string name, IReadOnlyList<object> arguments) => (name, arguments) switch
    {
        (OrderedDictionary, []) => new PickleDictionary([]),
        ("torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor", [PicklePersistent storage, long offset, PickleSequence size, PickleSequence stride, ..])
            when IsShape(size) && IsShape(stride) =>
            new PickleTensor(storage, offset, [.. size.Items.Cast<long>()], [.. stride.Items.Cast<long>()]),
        ("torch._utils._rebuild_parameter", [PickleTensor tensor, ..]) => tensor,
        _ => null,
    };

    /// <summary>Few numbers: they are copied, and a pickle may name one tuple again and again.</summary>
    private static bool IsShape(PickleSequence sequence) => sequence.Items.Count <= StoredTensor.MaximumRank && sequence.Items.TrueForAll(item => item is long);
}
