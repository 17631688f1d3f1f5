using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>
/// The header of a safetensors file: eight bytes of length, then JSON. Checked as the reference implementation does
/// (github.com/huggingface/safetensors): tensors lie one behind the other without holes, fill the file, and have the size that their
/// shape says; stricter in one point: a name may stand only once. Nothing is allocated by a size that the file claims and does not have.
/// </summary>
internal static class SafetensorsHeader
{
    private const long MaximumLength = 100_000_000;

    /// <summary>Reads and checks the header.</summary>
    /// <param name="stream">The file from its start.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="CheckpointException">The header breaks a rule.</exception>
    public static IReadOnlyList<StoredTensor> Read(FileStream stream, string path)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
        {
            throw Broken(path, "it is shorter than the eight bytes that a safetensors file begins with");
        }

        ulong length = BitConverter.ToUInt64(prefix);
        if (length > MaximumLength || (long)length > stream.Length - 8)
        {
            throw Broken(path, $"its header claims {length} bytes, but {stream.Length - 8} follow (and {MaximumLength} are allowed)");
        }

        byte[] json = new byte[(int)length];
        stream.ReadExactly(json);
        long dataStart = 8 + (long)length;
        List<Entry> entries = Parse(json, path);
        CheckLayout(entries, stream.Length - dataStart, path);
        return [.. entries.Select(entry => new StoredTensor(entry.Name, entry.Type, entry.Shape, new FileBytes(stream, dataStart + entry.Begin, entry.End - entry.Begin)))];
    }

    private static List<Entry> Parse(byte[] json, string path)
    {
        if (json.Length == 0 || json[0] != (byte)'{')
        {
            throw Broken(path, "its header is not a JSON object");
        }

        try
        {
            var options = new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false };
            using JsonDocument document = JsonDocument.Parse(json, options);
            return [.. document.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__").Select(property => ParseEntry(property, path))];
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            throw new CheckpointException($"{path}: the safetensors header is not valid JSON: {e.Message} Fetch the file again.", e);
        }
    }

    private static Entry ParseEntry(JsonProperty property, string path)
    {
        JsonElement entry = property.Value;
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out JsonElement shape) || shape.ValueKind != JsonValueKind.Array
            || !entry.TryGetProperty("data_offsets", out JsonElement offsets) || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2)
        {
            throw Broken(path, $"the tensor '{property.Name}' lacks dtype, shape or data_offsets");
        }

        ScalarType scalarType = TensorType.Parse(type.GetString()!)
            ?? throw Broken(path, $"the tensor '{property.Name}' has the type '{type.GetString()}', which no BERT weights have");
        long[] dimensions = [.. shape.EnumerateArray().Select(d => Natural(d, property.Name, path))];
        long begin = Natural(offsets[0], property.Name, path), end = Natural(offsets[1], property.Name, path);
        if (StoredTensor.Fault(scalarType, dimensions, 0, null, end - begin) is not null || StoredTensor.ByteLength(scalarType, dimensions) != end - begin)
        {
            throw Broken(path, $"the tensor '{property.Name}' of shape [{string.Join(", ", dimensions)}] cannot lie at bytes {begin} to {end}");
        }

        return new(property.Name, scalarType, dimensions, begin, end);
    }

    private static long Natural(JsonElement number, string name, string path) =>
        number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out long value) && value >= 0
            ? value
            : throw Broken(path, $"the tensor '{name}' has a size or offset that is not a whole number of 0 or more: {number.GetRawText()}");

    private static void CheckLayout(List<Entry> entries, long dataLength, string path)
    {
        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long position = 0;
        foreach (Entry entry in entries)
        {
            if (entry.Begin != position)
            {
                throw Broken(path, $"the tensor '{entry.Name}' begins at byte {entry.Begin} where {position} is expected: the file has a hole or an overlap");
            }

            position = entry.End;
        }

        if (position != dataLength)
        {
            throw Broken(path, $"its tensors take {position} bytes, but {dataLength} follow the header");
        }
    }

    private sealed record Entry(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Begin, long End);

    private static CheckpointException Broken(string path, string reason) => new($"{path}: not a valid safetensors file: {reason}. Fetch the file again.");
}
