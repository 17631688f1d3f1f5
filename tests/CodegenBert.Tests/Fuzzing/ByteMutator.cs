using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CodegenBert.Tests.Fuzzing;

/// <summary>Makes another file of a valid one, by one to four edits, mostly one or two; the same seed makes the same file on any machine.</summary>
internal static partial class ByteMutator
{
    private const int LongestChunk = 64;

    // Sizes of containers: what a length, a count or an offset must not be believed to be.
    private static readonly long[] s_numbers =
        [0, 1, -1, 2, 7, 127, 128, 255, 256, 32767, 65535, 65536, 1 << 20, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, 1L << 40, long.MaxValue, long.MinValue, long.MaxValue / 4];

    private static readonly string[] s_scraps =
    [
        // JSON, and what stands in the files that are JSON
        "{", "}", "[", "]", ",", ":", "\"", "\\ud800", "\\u0000", "null", "true", "false", "1e999", "-0", "0.5", "\"\"", "[]", "{}", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "\"a\":{\"a\":{\"a\":",
        "\"F32\"", "\"F64\"", "\"BF16\"", "\"I64\"", "\"__metadata__\":{\"a\":1},", "\"../trap.safetensors\"", "\"../trap.bin\"", "\"/etc/passwd\"", "\"model_type\":\"roberta\",", "[PAD]", "[UNK]", "[SEP]", "##",
        // pickles
        "\u0080\u0002", "\u0080\u0004", "cos\nsystem\n", "ctorch._utils\n_rebuild_tensor_v2\n", "ccollections\nOrderedDict\n", "ctorch\nDoubleStorage\n", "K\u0000", "J\u00ff\u00ff\u00ff\u007f",
        "h\u0000", "q\u0000", "r\u0000\u0000\u0000\u0001", "\u0085", "\u0086", "\u0087", "t", "Q", "R", "}", "]", "(", "0", "2", "b", "s", "u", "a", "e", "N", ".", "X\u00ff\u00ff\u00ff\u007f", "\u008a\u0001\u0000", "((((((((((((((((",
        // archives
        "PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", "PK\u0006\u0006", "archive/", "../../",
        // lines
        "\n", "\r\n", "\r", "\u00ef\u00bb\u00bf", "\u00ff", "\0", "\u00c3\u0028",
    ];

    private static readonly Func<byte[], Random, byte[]>[] s_edits =
        [FlipBit, SetByte, SetNumber, SetDigits, InsertScrap, InsertNoise, Remove, Repeat, Copy, Swap, Cut];

    /// <summary>The file of a seed.</summary>
    public static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = original;
        for (int edits = random.Next(1, random.Next(2, 6)); edits > 0 && bytes.Length > 0; edits--)
        {
            bytes = random.OneOf(s_edits)(bytes, random);
        }

        return bytes;
    }

    private static T OneOf<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private static byte[] FlipBit(byte[] bytes, Random random) => Edited(bytes, random, (span, random) => span[0] ^= (byte)(1 << random.Next(8)));

    private static byte[] SetByte(byte[] bytes, Random random) => Edited(bytes, random, (span, random) => span[0] = (byte)random.Next(256));

    private static byte[] SetNumber(byte[] bytes, Random random) => Edited(bytes, random, (span, random) =>
    {
        long number = random.OneOf(s_numbers);
        Span<byte> little = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(little, number);
        int size = Math.Min(1 << random.Next(4), span.Length);
        little[..size].CopyTo(span);
    });

    /// <summary>A number that is written in digits becomes another: shapes and offsets of safetensors, sizes of <c>config.json</c>, ids.</summary>
    private static byte[] SetDigits(byte[] bytes, Random random)
    {
        int from = Place(bytes, random);
        string text = Encoding.Latin1.GetString(bytes, from, Math.Min(256, bytes.Length - from));
        Match digits = Digits().Match(text);
        string number = random.Next(3) == 0 ? random.Next(300).ToString(CultureInfo.InvariantCulture) : random.OneOf(s_numbers).ToString(CultureInfo.InvariantCulture);
        return digits.Success ? Replaced(bytes, from + digits.Index, digits.Length, Encoding.ASCII.GetBytes(number)) : SetNumber(bytes, random);
    }

    private static byte[] InsertScrap(byte[] bytes, Random random) => Replaced(bytes, Place(bytes, random), 0, Encoding.Latin1.GetBytes(random.OneOf(s_scraps)));

    private static byte[] InsertNoise(byte[] bytes, Random random)
    {
        byte[] noise = new byte[random.Next(1, LongestChunk)];
        random.NextBytes(noise);
        return Replaced(bytes, Place(bytes, random), 0, noise);
    }

    private static byte[] Remove(byte[] bytes, Random random)
    {
        int at = Place(bytes, random);
        return Replaced(bytes, at, Chunk(bytes, at, random), []);
    }

    /// <summary>A part again and again: names, keys and opcodes that stand there once.</summary>
    private static byte[] Repeat(byte[] bytes, Random random)
    {
        int at = Place(bytes, random);
        byte[] part = bytes[at..(at + Chunk(bytes, at, random))];
        int times = random.Next(20) == 0 ? random.Next(2, 400) : random.Next(1, 4);
        return Replaced(bytes, at, 0, [.. Enumerable.Repeat(part, times).SelectMany(same => same)]);
    }

    private static byte[] Copy(byte[] bytes, Random random)
    {
        int from = Place(bytes, random), to = Place(bytes, random);
        return Replaced(bytes, to, Chunk(bytes, to, random), bytes[from..(from + Chunk(bytes, from, random))]);
    }

    private static byte[] Swap(byte[] bytes, Random random)
    {
        int at = Place(bytes, random), length = Chunk(bytes, at, random) / 2;
        return Replaced(bytes, at, 2 * length, [.. bytes[(at + length)..(at + (2 * length))], .. bytes[at..(at + length)]]);
    }

    /// <summary>As after a download that stopped half-way.</summary>
    private static byte[] Cut(byte[] bytes, Random random) => bytes[..Place(bytes, random)];

    private static byte[] Edited(byte[] bytes, Random random, Action<Span<byte>, Random> edit)
    {
        byte[] copy = [.. bytes];
        edit(copy.AsSpan(Place(copy, random)), random);
        return copy;
    }

    private static byte[] Replaced(byte[] bytes, int at, int length, byte[] by) => [.. bytes[..at], .. by, .. bytes[(at + length)..]];

    /// <summary>Mostly near the beginning and the end, where formats have their headers; the tensors between may be anything.</summary>
    private static int Place(byte[] bytes, Random random)
    {
        const int Near = 4096;
        int near = Math.Min(Near, bytes.Length);
        return random.Next(8) switch
        {
            0 => random.Next(bytes.Length),
            <= 5 => random.Next(near),
            _ => bytes.Length - 1 - random.Next(near),
        };
    }

    private static int Chunk(byte[] bytes, int at, Random random) => random.Next(1, Math.Min(LongestChunk, bytes.Length - at) + 1);

    [GeneratedRegex("-?[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
