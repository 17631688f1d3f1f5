using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs.Yaml;

/// <summary>A node of a spec's YAML with its place in the text.</summary>
internal abstract class YamlNode(TextSpan span)
{
    public TextSpan Span { get; } = span;

    /// <summary>What it is, for messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>Text as written, whatever YAML would take it for: the key that it belongs to decides how it is read.</summary>
internal sealed class YamlScalar(TextSpan span, string value, bool isPlain) : YamlNode(span)
{
    public string Value { get; } = value;

    /// <summary>Written without quotes and not as a block: it may stand for a number.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>Nothing is written at all.</summary>
    public bool IsMissing => IsPlain && Value.Length == 0;

    public override string Kind => IsMissing ? "empty" : IsPlain ? $"'{Brief}'" : $"the text '{Brief}'";

    private string Brief => Value.Length <= 40 ? Value.Replace('\n', ' ') : Value.Substring(0, 40).Replace('\n', ' ') + "...";
}

internal sealed class YamlSequence(TextSpan span, IReadOnlyList<YamlNode> items) : YamlNode(span)
{
    public IReadOnlyList<YamlNode> Items { get; } = items;

    public override string Kind => Items.Count == 0 ? "an empty list" : "a list";
}

internal sealed class YamlMapping(TextSpan span, IReadOnlyList<YamlEntry> entries) : YamlNode(span)
{
    public IReadOnlyList<YamlEntry> Entries { get; } = entries;

    public override string Kind => Entries.Count == 0 ? "an empty mapping" : "a mapping";
}

internal sealed class YamlEntry(YamlScalar key, YamlNode value)
{
    public YamlScalar Key { get; } = key;

    public YamlNode Value { get; } = value;

    /// <summary>Where a fault of the value shows: at the key if nothing is written.</summary>
    public TextSpan ValueSpan => Value.Span.IsEmpty ? Key.Span : Value.Span;
}

/// <summary>A node that was refused and reported; whoever finds one keeps silent.</summary>
internal sealed class YamlRefused(TextSpan span) : YamlNode(span)
{
    public override string Kind => "refused";
}
