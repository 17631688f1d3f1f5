using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CodegenBert.Tokenization;

namespace CodegenBert.Training.Representations;

/// <summary>What a text is known by: the first 128 bits of the SHA-256 of its final ids and segment ids, which are all that the encoder sees of it.</summary>
internal static class TextKey
{
    private const int MostOnStack = 4096;

    /// <summary>The key of a text.</summary>
    public static UInt128 Of(EncodedInput input)
    {
        ReadOnlySpan<byte> ids = MemoryMarshal.AsBytes(input.InputIds.Span), segments = input.TokenTypeIds.Span;
        int length = ids.Length + segments.Length;
        Span<byte> content = length <= MostOnStack ? stackalloc byte[length] : new byte[length];
        ids.CopyTo(content); // four bytes an id and one a segment: the length tells where the one ends and the other begins
        segments.CopyTo(content[ids.Length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
