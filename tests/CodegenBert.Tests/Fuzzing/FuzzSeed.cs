namespace CodegenBert.Tests.Fuzzing;

/// <summary>A valid file that mutations start from.</summary>
/// <param name="Path">Where it lies, with what is read beside it; each mutation is written there.</param>
/// <param name="Original">The bytes that are mutated.</param>
internal sealed record FuzzSeed(string Path, byte[] Original)
{
    /// <summary>Makes the file of mutated bytes, where they are a part of it.</summary>
    public Func<byte[], byte[]> Around { get; init; } = bytes => bytes;

    /// <summary>A file as it is.</summary>
    public static FuzzSeed Of(string path) => new(path, File.ReadAllBytes(path));
}
