namespace CodegenBert.Tests.Fuzzing;

/// <summary>A kind of file, and what reads it.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Prepare">Puts valid files of the kind into an empty folder.</param>
/// <param name="Load">Reads one through the library, as a user's call would; it may throw a <see cref="CodegenBertException"/>.</param>
internal sealed record FuzzTarget(string Name, Func<string, IEnumerable<FuzzSeed>> Prepare, Action<string> Load)
{
    /// <summary>Managed memory that reading may take whatever the file: buffers, a small model's objects.</summary>
    public long FixedBytes { get; init; } = 2 << 20;
}
