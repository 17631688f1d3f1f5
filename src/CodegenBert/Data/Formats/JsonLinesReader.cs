using System.Text;
using System.Text.Json;

namespace CodegenBert.Data.Formats;

/// <summary>Reads JSON Lines: an object a line, whose keys are the columns' names; keys that are not needed are ignored.</summary>
internal sealed class JsonLinesReader : LineRecordReader
{
    private const string HalfPair = "half of a surrogate pair (\\uD800 to \\uDFFF), which is no character";

    private readonly (TaskField Field, byte[] Key)[] _keys;
    private readonly bool[] _seen = new bool[TaskFields.Count];
    private readonly List<ReadOnlyMemory<byte>> _elements = [];
    private byte[] _unescaped = [];
    private int _unescapedCount;

    /// <summary>Begins before the first line.</summary>
    /// <param name="text">The file.</param>
    /// <param name="fields">What the task needs.</param>
    /// <param name="faults">Takes the faults.</param>
    public JsonLinesReader(DataText text, TaskFields fields, DataFaults faults)
        : base(text, fields, faults) => _keys = [.. fields.Needed.Select(field => (field, Encoding.UTF8.GetBytes(fields[field]!)))];

    /// <inheritdoc />
    public override string NoRecords => $"there are no rows; {Rule}";

    /// <inheritdoc />
    protected override string OfBlankLine => $"the line is blank; {Rule}";

    private string Rule => $"each line is a JSON object with {Quoted.List(Fields.Names)}";

    /// <inheritdoc />
    protected override bool ReadLine()
    {
        Clear();
        Array.Clear(_seen);
        _elements.Clear();
        _unescapedCount = 0;
        try
        {
            return ReadObject();
        }
        catch (JsonException e)
        {
            int before = (int)Math.Clamp(e.BytePositionInLine ?? 0, 0, Lines.Line.Length);
            return Refuse(before, $"the line is not JSON: {e.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.')}; {Rule}");
        }
        catch (InvalidOperationException)
        {
            // That is what comparing a key with such an escape ends in.
            Faults.Add(Origin, $"a key has {HalfPair}");
            return false;
        }
    }

    private bool ReadObject()
    {
        Utf8JsonReader json = new(Lines.Line);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return Refuse(0, json.TokenType == JsonTokenType.StartArray && Lines.Number == 1
                ? $"the file is a JSON array; {Rule}: jq -c '.[]' makes such a file of it"
                : $"the line is not a JSON object; {Rule}");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int key = IndexOfKey(ref json);
            json.Read();
            if (key < 0)
            {
                json.Skip();
                continue;
            }

            TaskField field = _keys[key].Field;
            if (_seen[(int)field])
            {
                return Refuse((int)json.TokenStartIndex, $"the object has {Quoted.Text(Fields[field]!)} twice");
            }

            _seen[(int)field] = true;
            if (!Take(field, ref json))
            {
                return false;
            }
        }

        json.Read(); // an exception if anything comes behind the object
        return Array.TrueForAll(_keys, key => _seen[(int)key.Field]) || RefuseMissing();
    }

    private int IndexOfKey(ref Utf8JsonReader json)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            if (json.ValueTextEquals(_keys[i].Key))
            {
                return i;
            }
        }

        return -1;
    }

    private bool Take(TaskField field, ref Utf8JsonReader json)
    {
        int offset = (int)json.TokenStartIndex;
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                Set(field, new(FieldKind.Null, default, offset));
                return true;
            case JsonTokenType.StartArray:
                return TakeList(field, ref json, offset);
            case JsonTokenType.StartObject:
                json.Skip();
                Set(field, new(FieldKind.Other, Written(offset, ref json), offset));
                return true;
            default:
                if (!TryText(ref json, out ReadOnlyMemory<byte> text))
                {
                    return Refuse(offset, $"{Quoted.Text(Fields[field]!)} has {HalfPair}");
                }

                Set(field, new(json.TokenType == JsonTokenType.String ? FieldKind.Text : FieldKind.Number, text, offset));
                return true;
        }
    }

    private bool TakeList(TaskField field, ref Utf8JsonReader json, int offset)
    {
        bool flat = true;
        int first = _elements.Count;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.Null)
            {
                flat = false;
                json.Skip();
            }
            else if (TryText(ref json, out ReadOnlyMemory<byte> text))
            {
                _elements.Add(text);
            }
            else
            {
                return Refuse((int)json.TokenStartIndex, $"{Quoted.Text(Fields[field]!)} has {HalfPair}");
            }
        }

        Set(field, new(flat ? FieldKind.List : FieldKind.Other, Written(offset, ref json), offset) { Elements = _elements.GetRange(first, _elements.Count - first) });
        return true;
    }

    /// <summary>The text of a string, or a number or truth value as it is written.</summary>
    private bool TryText(ref Utf8JsonReader json, out ReadOnlyMemory<byte> text)
    {
        bool quoted = json.TokenType == JsonTokenType.String;
        text = Lines.LineMemory.Slice((int)json.TokenStartIndex + (quoted ? 1 : 0), json.ValueSpan.Length);
        if (!json.ValueIsEscaped)
        {
            return true;
        }

        if (_unescaped.Length < Lines.Line.Length)
        {
            _unescaped = new byte[Lines.Line.Length]; // what stands between other quotes of the line has its place there too
        }

        try
        {
            int count = json.CopyString(_unescaped.AsSpan(_unescapedCount));
            text = _unescaped.AsMemory(_unescapedCount, count);
            _unescapedCount += count;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private ReadOnlyMemory<byte> Written(int offset, ref Utf8JsonReader json) => Lines.LineMemory[offset..(int)json.BytesConsumed];

    private bool RefuseMissing()
    {
        string[] missing = [.. _keys.Where(key => !_seen[(int)key.Field]).Select(key => Fields[key.Field]!)];
        List<string> keys = Keys();
        Faults.Add(Origin, () => $"the object has {string.Join(" and ", missing.Select(name => Header.Missing(name, keys).Replace("no column", "no", StringComparison.Ordinal)))}; {Rule}");
        return false;
    }

    private List<string> Keys()
    {
        using var line = JsonDocument.Parse(Lines.LineMemory);
        return [.. line.RootElement.EnumerateObject().Select(property => property.Name)];
    }

    private bool Refuse(int bytesBefore, string fault)
    {
        Faults.Add(Origin with { Column = CodePoints.Count(Lines.Line[..bytesBefore]) + 1 }, fault);
        return false;
    }
}
