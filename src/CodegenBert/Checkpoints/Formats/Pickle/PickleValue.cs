namespace CodegenBert.Checkpoints.Formats.Pickle;

/// <summary>Python's None.</summary>
internal sealed record PickleNone
{
    public static PickleNone Value { get; } = new();
}

/// <summary>What lies between brackets, until a tuple, list or dictionary takes it.</summary>
internal sealed record PickleMark;

/// <summary>A tuple or a list.</summary>
internal sealed record PickleSequence(List<object> Items);

/// <summary>A dictionary, ordered or not.</summary>
internal sealed record PickleDictionary(List<KeyValuePair<object, object>> Items);

/// <summary>A class or function by its name. It is never called: what a call of it gives is described.</summary>
/// <param name="Name">Module and name.</param>
internal sealed record PickleGlobal(string Name);

/// <summary>A storage that lies elsewhere in the file.</summary>
/// <param name="Id">What the pickle says of it.</param>
internal sealed record PicklePersistent(object Id);

/// <summary>A tensor: a view of a storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">Its first element.</param>
/// <param name="Size">Its dimensions.</param>
/// <param name="Stride">Its strides.</param>
internal sealed record PickleTensor(PicklePersistent Storage, long Offset, IReadOnlyList<long> Size, IReadOnlyList<long> Stride);
