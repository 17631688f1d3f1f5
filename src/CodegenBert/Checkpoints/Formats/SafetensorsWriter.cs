using System.Buffers;
using System.Text.Json;
using static TorchSharp.torch;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>Writes float32 tensors as a safetensors file that transformers reads: names in order, the header padded to eight bytes.</summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes the file and flushes it to disk.</summary>
    /// <param name="path">The file; must not exist.</param>
    /// <param name="tensors">Contiguous float32 tensors on the processor, by name.</param>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        KeyValuePair<string, Tensor>[] ordered = [.. tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        ArrayBufferWriter<byte> header = Header(ordered);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
        int padding = (8 - (header.WrittenCount % 8)) % 8;
        file.Write(BitConverter.GetBytes((ulong)(header.WrittenCount + padding)));
        file.Write(header.WrittenSpan);
        file.Write("        "u8[..padding]);
        foreach ((_, Tensor tensor) in ordered)
        {
            file.Write(tensor.bytes);
        }

        file.Flush(flushToDisk: true);
    }

    private static ArrayBufferWriter<byte> Header(KeyValuePair<string, Tensor>[] tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject("__metadata__");
        json.WriteString("format", "pt"); // transformers refuses a file without it
        json.WriteEndObject();
        long position = 0;
        foreach ((string name, Tensor tensor) in tensors)
        {
            long end = position + (tensor.numel() * sizeof(float));
            json.WriteStartObject(name);
            json.WriteString("dtype", "F32");
            json.WriteStartArray("shape");
            foreach (long dimension in tensor.shape)
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(position);
            json.WriteNumberValue(end);
            json.WriteEndArray();
            json.WriteEndObject();
            position = end;
        }

        json.WriteEndObject();
        json.Flush();
        return buffer;
    }
}
