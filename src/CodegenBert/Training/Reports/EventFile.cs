using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;

namespace CodegenBert.Training.Reports;

/// <summary>
/// TensorFlow's event file: <c>Event</c> messages (tensorflow/core/util/event.proto) as records, each with its length and checksums (TFRecord,
/// tensorflow/core/lib/io/record_writer.h). Scalars only, so three of the messages' fields are all that is written.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private readonly Stream _stream;

    /// <summary>Begins the file, which it owns from now on, with its version.</summary>
    public EventFile(Stream stream)
    {
        _stream = stream;
        Write(0, version: "brain.Event:2", []);
    }

    /// <summary>Writes scalars of one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="values">Tags and values.</param>
    public void Write(long step, IEnumerable<(string Tag, double Value)> values) => Write(step, null, values);

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();

    /// <summary>The checksum of a record's parts: CRC-32C (Castagnoli), rotated and shifted so that a checksum of checksums stays one.</summary>
    internal static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }

    private static byte[] Message(Action<CodedOutputStream> fields)
    {
        using var bytes = new MemoryStream();
        using (var message = new CodedOutputStream(bytes, leaveOpen: true))
        {
            fields(message);
        }

        return bytes.ToArray();
    }

    private static void Write(CodedOutputStream message, int field, WireFormat.WireType type, Action<CodedOutputStream> value)
    {
        message.WriteTag(field, type);
        value(message);
    }

    private void Write(long step, string? version, IEnumerable<(string Tag, double Value)> values)
    {
        byte[] summary = Message(summary =>
        {
            foreach ((string tag, double value) in values)
            {
                byte[] scalar = Message(scalar =>
                {
                    Write(scalar, 1, WireFormat.WireType.LengthDelimited, field => field.WriteString(tag));
                    Write(scalar, 2, WireFormat.WireType.Fixed32, field => field.WriteFloat((float)value));
                });
                Write(summary, 1, WireFormat.WireType.LengthDelimited, field => field.WriteBytes(ByteString.CopyFrom(scalar)));
            }
        });
        WriteRecord(Message(message =>
        {
            Write(message, 1, WireFormat.WireType.Fixed64, field => field.WriteDouble((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds));
            Write(message, 2, WireFormat.WireType.Varint, field => field.WriteInt64(step));
            if (version is not null)
            {
                Write(message, 3, WireFormat.WireType.LengthDelimited, field => field.WriteString(version));
            }
            else
            {
                Write(message, 5, WireFormat.WireType.LengthDelimited, field => field.WriteBytes(ByteString.CopyFrom(summary)));
            }
        }));
    }

    /// <summary>length, checksum of the length, data, checksum of the data; in one write, so that a reader that follows sees whole records.</summary>
    private void WriteRecord(ReadOnlySpan<byte> data)
    {
        byte[] record = new byte[sizeof(ulong) + sizeof(uint) + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), MaskedChecksum(record.AsSpan(0, sizeof(ulong))));
        data.CopyTo(record.AsSpan(sizeof(ulong) + sizeof(uint)));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - sizeof(uint)), MaskedChecksum(data));
        _stream.Write(record);
        _stream.Flush();
    }
}
