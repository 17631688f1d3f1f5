using System.Text;

namespace CodegenBert.Generators.Emit;

/// <summary>Writes lines with indentation; line breaks are <c>\n</c> on every machine.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes each line of a text at the current depth.</summary>
    public SourceWriter Lines(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            string content = line.TrimEnd('\r');
            if (content.Length > 0)
            {
                _text.Append(' ', 4 * _depth).Append(content);
            }

            _text.Append('\n');
        }

        return this;
    }

    public SourceWriter Blank()
    {
        _text.Append('\n');
        return this;
    }

    public SourceWriter Open(string brace = "{")
    {
        Lines(brace);
        _depth++;
        return this;
    }

    public SourceWriter Close(string brace = "}")
    {
        _depth--;
        return Lines(brace);
    }

    /// <summary>The whole text; an emitter that left a block open is a bug.</summary>
    public override string ToString() =>
        _depth == 0 ? _text.ToString() : throw new InvalidOperationException($"{_depth} blocks were left open.");
}
