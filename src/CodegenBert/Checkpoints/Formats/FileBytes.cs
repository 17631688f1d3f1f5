namespace CodegenBert.Checkpoints.Formats;

/// <summary>A run of bytes in an open file of weights, which is as long as they reach.</summary>
/// <param name="file">The file.</param>
/// <param name="start">Where they begin.</param>
/// <param name="length">How many there are.</param>
internal sealed class FileBytes(FileStream file, long start, long length)
{
    /// <summary>Where they begin in the file.</summary>
    public long Start { get; } = start;

    /// <summary>How many there are.</summary>
    public long Length { get; } = length;

    /// <summary>Reads some of them.</summary>
    /// <param name="from">The first.</param>
    /// <param name="destination">Is filled.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    public void Read(long from, Span<byte> destination)
    {
        file.Position = Start + from;
        file.ReadExactly(destination);
    }
}
