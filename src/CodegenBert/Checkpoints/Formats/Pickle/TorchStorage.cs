using static TorchSharp.torch;

namespace CodegenBert.Checkpoints.Formats.Pickle;

/// <summary>A storage as a pickle refers to it: <c>('storage', type, key, location, count)</c>.</summary>
/// <param name="Type">Its element type.</param>
/// <param name="Key">Its name in the file.</param>
/// <param name="Count">Number of its elements.</param>
internal sealed record TorchStorage(ScalarType Type, string Key, long Count)
{
    /// <summary>The storage of a reference, or null if the reference is of another form.</summary>
    public static TorchStorage? Of(PicklePersistent reference) => reference.Id is PickleSequence { Items: ["storage", PickleGlobal type, string key, string, long count, ..] items }
        && items is [_, _, _, _, _] or [_, _, _, _, _, PickleNone] && TypeOf(type.Name) is { } elements && count >= 0
            ? new(elements, key, count)
            : null;

    /// <summary>The element type of one of PyTorch's storage classes, or null.</summary>
    public static ScalarType? TypeOf(string name) => name switch
    {
        "torch.DoubleStorage" => ScalarType.Float64,
        "torch.FloatStorage" => ScalarType.Float32,
        "torch.HalfStorage" => ScalarType.Float16,
        "torch.BFloat16Storage" => ScalarType.BFloat16,
        "torch.LongStorage" => ScalarType.Int64,
        "torch.IntStorage" => ScalarType.Int32,
        "torch.ShortStorage" => ScalarType.Int16,
        "torch.CharStorage" => ScalarType.Int8,
        "torch.ByteStorage" => ScalarType.Byte,
        "torch.BoolStorage" => ScalarType.Bool,
        _ => null,
    };
}
