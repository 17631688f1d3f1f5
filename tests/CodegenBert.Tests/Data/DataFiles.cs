using System.IO.Compression;
using System.Text;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Tests.Data;

/// <summary>Reads data files that tests write.</summary>
internal static class DataFiles
{
    public static IReadOnlyList<LabeledTexts> Read(TaskDefinition task, string name, byte[] data, DataFormat? format = null)
    {
        using MemoryStream stream = new(data);
        return DatasetRuntime.Read(task, stream, name, format);
    }

    public static IReadOnlyList<LabeledTexts> Read(TaskDefinition task, string name, string text) => Read(task, name, Encoding.UTF8.GetBytes(text));

    public static string Refusal(TaskDefinition task, string name, byte[] data, DataFormat? format = null) =>
        Assert.Throws<DataFileException>(() => Read(task, name, data, format)).Message;

    public static string Refusal(TaskDefinition task, string name, string text) => Refusal(task, name, Encoding.UTF8.GetBytes(text));

    public static byte[] Gzip(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(data);
        }

        return packed.ToArray();
    }

    public static byte[] Encoded(Encoding encoding, string text) => [.. encoding.Preamble, .. encoding.GetBytes(text)];
}
