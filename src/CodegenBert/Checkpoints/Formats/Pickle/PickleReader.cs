using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace CodegenBert.Checkpoints.Formats.Pickle;

/// <summary>
/// Reads a pickle of tensors. It is a machine with a stack and a memo whose instructions are a fixed list (<see cref="PickleOpcode"/>); it builds
/// tuples, dictionaries, numbers, texts and descriptions of tensors, and nothing else. The number of instructions is bounded, and each adds at most
/// one value of bounded size, so that memory is.
/// </summary>
/// <param name="stream">The bytes; read to behind the pickle's end.</param>
/// <param name="path">The file, for messages.</param>
internal sealed class PickleReader(Stream stream, string path)
{
    /// <summary>BERT-large's file has about 20,000.</summary>
    private const int MostInstructions = 400_000;

    private const int MostTextBytes = 1 << 24;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<object> _stack = [];
    private readonly Dictionary<uint, object> _memo = [];
    private int _textBytes;

    /// <summary>Runs the pickle to its end.</summary>
    /// <returns>The value that it leaves.</returns>
    /// <exception cref="CheckpointException">It is broken, or asks for something else than tensors.</exception>
    public object Read()
    {
        for (int count = 0; count < MostInstructions; count++)
        {
            var opcode = (PickleOpcode)ReadByte();
            if (opcode == PickleOpcode.Stop)
            {
                return Pop<object>();
            }

            Run(opcode);
        }

        throw Broken($"its pickle has more than {MostInstructions} instructions");
    }

    private void Run(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Protocol:
                byte version = ReadByte();
                _ = version is 2 or 3 ? version : throw Broken($"its pickle has protocol {version}; torch.save writes 2");
                break;
            case PickleOpcode.Global:
                _stack.Add(Name($"{ReadLine()}.{ReadLine()}"));
                break;
            case PickleOpcode.Reduce:
                List<object> arguments = Pop<PickleSequence>().Items;
                string called = Pop<PickleGlobal>().Name;
                _stack.Add(PickleCall.Describe(called, arguments) ?? throw Broken($"its pickle calls {called} with arguments that are not a tensor's"));
                break;
            case PickleOpcode.Build: // what an OrderedDict has beside its items: versions of modules
                _ = Pop<object>();
                _ = Peek<PickleDictionary>();
                break;
            case PickleOpcode.BinPersistentId:
                _stack.Add(new PicklePersistent(Pop<object>()));
                break;
            case PickleOpcode.BinPut or PickleOpcode.LongBinPut:
                _memo[Index(opcode == PickleOpcode.BinPut)] = Peek<object>();
                break;
            case PickleOpcode.BinGet or PickleOpcode.LongBinGet:
                _stack.Add(_memo.TryGetValue(Index(opcode == PickleOpcode.BinGet), out object? known) ? known : throw Broken("its pickle refers to a value that it has not built"));
                break;
            case PickleOpcode.Append or PickleOpcode.Appends:
                Collect(opcode == PickleOpcode.Append ? 1 : null, items => Peek<PickleSequence>().Items.AddRange(items));
                break;
            case PickleOpcode.SetItem or PickleOpcode.SetItems:
                Collect(opcode == PickleOpcode.SetItem ? 2 : null, items => Peek<PickleDictionary>().Items.AddRange(Pairs(items)));
                break;
            case PickleOpcode.Tuple or PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3:
                Collect(opcode == PickleOpcode.Tuple ? null : opcode - PickleOpcode.Tuple1 + 1, items => _stack.Add(new PickleSequence(items)));
                break;
            default:
                _stack.Add(Constant(opcode));
                break;
        }
    }

    private object Constant(PickleOpcode opcode) => opcode switch
    {
        PickleOpcode.Mark => new PickleMark(),
        PickleOpcode.None => PickleNone.Value,
        PickleOpcode.NewTrue => true,
        PickleOpcode.NewFalse => false,
        PickleOpcode.EmptyTuple or PickleOpcode.EmptyList => new PickleSequence([]),
        PickleOpcode.EmptyDictionary => new PickleDictionary([]),
        PickleOpcode.BinInt1 => (long)ReadByte(),
        PickleOpcode.BinInt2 => (long)BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2)),
        PickleOpcode.BinInt => (long)BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(4)),
        PickleOpcode.BinFloat => BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(8)),
        PickleOpcode.Long1 when new BigInteger(ReadBytes(ReadByte())) is var number => number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number.ToString(CultureInfo.InvariantCulture),
        PickleOpcode.ShortBinString => Text(ReadByte()),
        PickleOpcode.BinUnicode => Text(BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4))),
        _ => throw Broken($"its pickle has the instruction 0x{(byte)opcode:x2}, which no file of tensors needs"),
    };

    private PickleGlobal Name(string name) => PickleCall.Allows(name)
        ? new(name)
        : throw new CheckpointException($"{path}: refused: its pickle names {Shown(name)}, which is no tensor and could run code. Nothing of it was run. Take the model's safetensors file, or another source.");

    /// <summary>Takes the last values off the stack: so many, or those behind the last mark.</summary>
    private void Collect(int? count, Action<List<object>> use)
    {
        int mark = count is null ? _stack.FindLastIndex(value => value is PickleMark) : -1, from = count is { } n ? _stack.Count - n : mark + 1;
        if (from < 0 || (count is null && mark < 0))
        {
            throw Broken("its pickle takes more than it has built");
        }

        List<object> items = _stack[from..];
        _stack.RemoveRange(count is null ? mark : from, _stack.Count - (count is null ? mark : from));
        use(items);
    }

    private IEnumerable<KeyValuePair<object, object>> Pairs(List<object> items) => items.Count % 2 == 0
        ? items.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))
        : throw Broken("its pickle has a key without a value");

    private T Peek<T>() => _stack.Count > 0 && _stack[^1] is T value and not PickleMark
        ? value
        : throw Broken($"its pickle has {(_stack.Count == 0 ? "nothing" : _stack[^1].GetType().Name)} where {typeof(T).Name} is needed");

    private T Pop<T>()
    {
        T value = Peek<T>();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private uint Index(bool isShort) => isShort ? ReadByte() : BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4));

    private string Text(uint length)
    {
        _textBytes = length <= MostTextBytes - _textBytes ? _textBytes + (int)length : throw Broken($"its pickle has more than {MostTextBytes} bytes of text");
        try
        {
            return s_utf8.GetString(ReadBytes((int)length));
        }
        catch (DecoderFallbackException)
        {
            throw Broken("its pickle has a text that is not UTF-8");
        }
    }

    private string ReadLine()
    {
        const int Longest = 256;
        var line = new StringBuilder();
        for (byte next = ReadByte(); next != '\n'; next = ReadByte())
        {
            line.Append(line.Length < Longest ? (char)next : throw Broken("its pickle has an endless name"));
        }

        return line.ToString();
    }

    private byte ReadByte() => stream.ReadByte() is var value and >= 0 ? (byte)value : throw Broken("its pickle ends early");

    private byte[] ReadBytes(int count)
    {
        // In parts: a length that the file does not have must not be allocated.
        const int AtOnce = 1 << 16;
        byte[] bytes = new byte[Math.Min(count, AtOnce)];
        for (int read = 0; read < count;)
        {
            int part = stream.Read(bytes.AsSpan(read));
            read += part > 0 ? part : throw Broken("its pickle ends early");
            if (read == bytes.Length && read < count)
            {
                Array.Resize(ref bytes, Math.Min(count, bytes.Length * 2));
            }
        }

        return bytes;
    }

    private static string Shown(string name) => string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));

    private CheckpointException Broken(string reason) => TorchArchive.Refuse(path, reason);
}
