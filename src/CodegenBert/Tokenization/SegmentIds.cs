namespace CodegenBert.Tokenization;

/// <summary>The segment of each id, which follows from the first segment's length: parts of one array, so that no input has its own.</summary>
internal static class SegmentIds
{
    private const int MostShared = 4096;

    /// <summary>Zeros, and as many ones.</summary>
    private static readonly byte[] s_shared = Make(MostShared, 2 * MostShared);

    /// <summary>Zeros and then ones.</summary>
    /// <param name="zeros">How many zeros.</param>
    /// <param name="length">How many in all.</param>
    public static ReadOnlyMemory<byte> Of(int zeros, int length) => zeros <= MostShared && length - zeros <= MostShared
        ? s_shared.AsMemory(MostShared - zeros, length)
        : Make(zeros, length);

    private static byte[] Make(int zeros, int length)
    {
        byte[] ids = new byte[length];
        ids.AsSpan(zeros).Fill(1);
        return ids;
    }
}
