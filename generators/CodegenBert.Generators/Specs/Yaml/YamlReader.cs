using CodegenBert.Generators.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CodegenBert.Generators.Specs.Yaml;

/// <summary>
/// Reads YAML into our own nodes with their places. The only file that knows YamlDotNet, whose events are used but not its object model:
/// that one resolves aliases, forgets places and swallows duplicates.
/// </summary>
internal sealed class YamlReader
{
    // Specs nest three deep; without a limit a hostile file overflows the stack, which no catch can turn into a diagnostic.
    private const int MaxDepth = 16;

    private readonly string _text;
    private readonly int _start;
    private readonly ProblemList _problems;
    private readonly Parser _parser;

    // Where the texts read so far lie, in their order.
    private readonly List<TextSpan> _scalars = [];

    private YamlReader(string text, int start, ProblemList problems)
    {
        _text = text;
        _start = start;
        _problems = problems;
        _parser = new Parser(new Scanner(new StringReader(start == 0 ? text : text.Substring(start)), skipComments: true));
    }

    /// <summary>
    /// The file's one mapping, or null after a report. Of a malformed file it is what could be saved, and no other problem is reported:
    /// most of them would be the damage's.
    /// </summary>
    /// <param name="source">The file.</param>
    /// <param name="keys">The keys that it may have.</param>
    /// <param name="problems">What is wrong with it.</param>
    /// <param name="cancellationToken">Stops at the next node.</param>
    public static YamlMapping? Read(SourceText source, IReadOnlyList<string> keys, ProblemList problems, CancellationToken cancellationToken)
    {
        string text = source.ToString();
        var reader = new YamlReader(text, 0, problems);
        YamlMapping? root = reader.WellFormed(cancellationToken, out (TextSpan Place, string Message)? fault);
        if (fault is { } syntax)
        {
            reader.ReportSyntax(syntax.Place, syntax.Message);
            problems.Mute();
            return new YamlRecovery(text, keys, Block).Mapping();
        }

        if (root is not null && YamlFaults.IndentingTab(text, reader._scalars, _ => true) is { } tab)
        {
            reader.ReportTab(tab);
        }

        return root;

        IReadOnlyList<YamlEntry>? Block(string damaged, int start, out int fault)
        {
            YamlMapping? mapping = new YamlReader(damaged, start, problems).WellFormed(cancellationToken, out (TextSpan Place, string Message)? syntax);
            fault = Math.Max(start, Math.Min(syntax?.Place.Start ?? start, damaged.TrimEnd().Length - 1));
            return mapping?.Entries;
        }
    }

    private YamlMapping? WellFormed(CancellationToken cancellationToken, out (TextSpan Place, string Message)? fault)
    {
        fault = null;
        try
        {
            return Document(cancellationToken);
        }
        catch (YamlException exception)
        {
            fault = (Clamp(At(exception.Start), At(exception.End)), exception.Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner gives up on some malformed input without a place, like an unclosed '[' before a key (seen in YamlDotNet 16.3.0 and 18.1.0).
            fault = (Clamp(_text.Length, _text.Length), "");
        }

        return null;
    }

    private YamlMapping? Document(CancellationToken cancellationToken)
    {
        _ = Next<StreamStart>();
        if (_parser.Current is StreamEnd)
        {
            _problems.Add(SpecRules.UnreadableFile, default, "The file is empty", "a spec needs at least 'task', 'labels' and 'encoder'");
            return null;
        }

        _ = Next<DocumentStart>();
        YamlNode root = Node(0, cancellationToken);
        _ = Next<DocumentEnd>();
        if (_parser.Current is DocumentStart second)
        {
            _problems.Add(SpecRules.RefusedYaml, Clamp(At(second.Start), At(second.Start) + 3), "The file holds more than one YAML document", "put each task into a file of its own");
        }

        if (root is YamlMapping mapping)
        {
            return mapping;
        }

        if (root is YamlScalar { IsMissing: true })
        {
            _problems.Add(SpecRules.UnreadableFile, root.Span, "The file is empty", "a spec needs at least 'task', 'labels' and 'encoder'");
        }
        else if (root is not YamlRefused)
        {
            _problems.Add(SpecRules.UnreadableFile, root.Span, $"The file holds {root.Kind} instead of keys and values", "a spec begins like 'task: Sentiment'");
        }

        return null;
    }

    private YamlNode Node(int depth, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_parser.Current is AnchorAlias alias)
        {
            TextSpan span = Clamp(At(alias.Start), At(alias.End));
            Refuse(span, $"The alias '{_text.Substring(span.Start, span.Length)}'", "write the value out");
            _parser.MoveNext();
            return new YamlRefused(span);
        }

        int start = AfterProperties(Current<NodeEvent>());
        switch (_parser.Current)
        {
            case Scalar scalar:
                _parser.MoveNext();
                return ScalarNode(scalar, start);
            case SequenceStart when depth < MaxDepth:
                return Sequence(start, depth, cancellationToken);
            case MappingStart when depth < MaxDepth:
                return Mapping(start, depth, cancellationToken);
            default:
                throw new YamlException(_parser.Current!.Start, _parser.Current.End, "the nesting is deeper than any spec's");
        }
    }

    private YamlNode ScalarNode(Scalar scalar, int start)
    {
        TextSpan span = Trimmed(start, At(scalar.End));
        _scalars.Add(span);
        if (Unprintable(scalar.Value) is { } fault)
        {
            Refuse(span, fault, "remove it");
            return new YamlRefused(span);
        }

        return new YamlScalar(span, scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    /// <summary>What neither a data file nor C# documentation can hold.</summary>
    private static string? Unprintable(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if ((char.IsControl(text[i]) && text[i] is not ('\n' or '\t')) || text[i] is '\uFFFE' or '\uFFFF')
            {
                return $"The control character U+{(int)text[i]:X4}";
            }

            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return "Half of a surrogate pair";
            }
        }

        return null;
    }

    private YamlSequence Sequence(int start, int depth, CancellationToken cancellationToken)
    {
        bool isFlow = Next<SequenceStart>().Style == SequenceStyle.Flow;
        List<YamlNode> items = [];
        while (_parser.Current is not SequenceEnd)
        {
            items.Add(Node(depth + 1, cancellationToken));
        }

        SequenceEnd end = Next<SequenceEnd>();
        return new YamlSequence(Collection(start, isFlow ? Closed(end) : items.LastOrDefault()?.Span.End), items);
    }

    private YamlMapping Mapping(int start, int depth, CancellationToken cancellationToken)
    {
        bool isFlow = Next<MappingStart>().Style == MappingStyle.Flow;
        List<YamlEntry> entries = [];
        while (_parser.Current is not MappingEnd)
        {
            YamlNode key = Node(depth + 1, cancellationToken);
            YamlNode value = Node(depth + 1, cancellationToken);
            if (key is YamlScalar { IsPlain: true, Value: "<<" })
            {
                Refuse(key.Span, "The merge key '<<'", "write the keys out");
            }
            else if (key is YamlScalar { IsMissing: false } name)
            {
                entries.Add(new(name, value));
            }
            else if (key is not YamlRefused)
            {
                TextSpan place = key.Span.IsEmpty ? new(Math.Min(key.Span.Start, _text.Length), 0) : key.Span;
                Refuse(place, key is YamlScalar ? "A value without a key" : $"A key that is {key.Kind}", "write a name before the colon");
            }
        }

        MappingEnd end = Next<MappingEnd>();
        int? last = entries.Count == 0 ? null : Math.Max(entries[^1].Value.Span.End, entries[^1].Key.Span.End);
        return new YamlMapping(Collection(start, isFlow ? Closed(end) : last), entries);
    }

    private T Next<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null && !_parser.MoveNext())
        {
            throw new InvalidOperationException();
        }

        T current = Current<T>();
        _parser.MoveNext();
        return current;
    }

    // Of some malformed flow collections the parser gives a key and no value (seen in YamlDotNet 16.3.0).
    private T Current<T>()
        where T : ParsingEvent =>
        _parser.Current as T ?? throw new YamlException(_parser.Current!.Start, _parser.Current.End, "");

    /// <summary>Reports anchor and tag before a node; where the node itself begins.</summary>
    private int AfterProperties(NodeEvent node)
    {
        int start = At(node.Start);
        if (node.Anchor.IsEmpty && node.Tag.IsEmpty)
        {
            return start;
        }

        while (start < _text.Length && _text[start] is '&' or '!')
        {
            int end = start;
            while (end < _text.Length && !char.IsWhiteSpace(_text[end]) && _text[end] is not (',' or ']' or '}'))
            {
                end++;
            }

            string property = _text.Substring(start, end - start);
            Refuse(TextSpan.FromBounds(start, end), (property[0] == '&' ? "The anchor '" : "The tag '") + property + "'", "remove it");
            while (end < _text.Length && char.IsWhiteSpace(_text[end]))
            {
                end++;
            }

            start = end;
        }

        return start;
    }

    private void Refuse(TextSpan span, string what, string remedy) =>
        _problems.Add(SpecRules.RefusedYaml, span, what + " is not part of the spec language", remedy);

    private void ReportSyntax(TextSpan span, string message)
    {
        bool isAboutTabs = message.Contains("tab as indentation");
        if (YamlFaults.IndentingTab(_text, _scalars, start => isAboutTabs || start <= span.End) is { } tab)
        {
            ReportTab(tab);
        }
        else if (span.Start >= _text.TrimEnd().Length && YamlFaults.UnclosedBracket(_text) is { } bracket)
        {
            _problems.Add(SpecRules.InvalidYaml, bracket, $"this '{_text[bracket.Start]}' is not closed");
        }
        else
        {
            // One character at least, so that an editor has something to underline.
            TextSpan place = span.IsEmpty && span.End < _text.Length ? new(span.Start, 1) : span;
            _problems.Add(SpecRules.InvalidYaml, place, Reason(message));
        }
    }

    /// <summary>The parser's words, or plainer ones for what happens most.</summary>
    private static string Reason(string message) =>
        message.Contains("quoted scalar") ? "a quotation mark is not closed"
        : message.Contains("found invalid mapping") ? "a text with a colon needs quotes, and the keys of one mapping begin in the same column"
        : message.Length == 0 ? "it is malformed here"
        : char.ToLowerInvariant(message[0]) + message.Substring(1).TrimEnd('.', ' ');

    private void ReportTab(TextSpan tab) => _problems.Add(SpecRules.InvalidYaml, tab, "a tab is no indentation in YAML, use spaces");

    /// <summary>From the start to the end of the last part: a block collection's end event lies at the next token, lines later.</summary>
    private TextSpan Collection(int start, int? end) => Trimmed(start, end ?? start);

    /// <summary>After the closing bracket, at which the event still ends.</summary>
    private int Closed(ParsingEvent end) => At(end.End) is var at && at < _text.Length && _text[at] is ']' or '}' ? at + 1 : at;

    private TextSpan Trimmed(int start, int end)
    {
        TextSpan span = Clamp(start, end);
        int last = span.End;
        while (last > span.Start && char.IsWhiteSpace(_text[last - 1]))
        {
            last--;
        }

        return TextSpan.FromBounds(span.Start, last);
    }

    /// <summary>The parser's place in the text; an exception's may lie beyond its end.</summary>
    private int At(Mark mark) => (int)Math.Min(mark.Index + _start, _text.Length);

    private TextSpan Clamp(int start, int end)
    {
        int from = Math.Min(start, _text.Length);
        return TextSpan.FromBounds(from, Math.Min(Math.Max(end, from), _text.Length));
    }
}
