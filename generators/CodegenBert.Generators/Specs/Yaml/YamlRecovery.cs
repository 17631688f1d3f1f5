using System.Text.RegularExpressions;

namespace CodegenBert.Generators.Specs.Yaml;

/// <summary>
/// Reads a malformed file once more, block by block: a block is a key in the first column with what is below it. One that does not parse is
/// repaired where it breaks, or in the end left out; what stands before and after it is read as ever.
/// </summary>
/// <param name="text">The file.</param>
/// <param name="keys">The keys that the file may have.</param>
/// <param name="read">Reads a text from a position on; null and the place of the fault if it is malformed.</param>
internal sealed class YamlRecovery(string text, IReadOnlyList<string> keys, YamlRecovery.Reader read)
{
    // Far more than a spec has or needs; they bound the time that a hostile file takes.
    private const int MostBlocks = 64, MostTries = 128;

    private static readonly Regex s_wordsInFirstColumn = new(@"^\w[^\r\n]*", RegexOptions.Multiline | RegexOptions.CultureInvariant);

    private int _tries;

    public delegate IReadOnlyList<YamlEntry>? Reader(string text, int start, out int fault);

    /// <summary>All the keys that could be read; the value of one that could not is refused.</summary>
    public YamlMapping Mapping()
    {
        List<int> starts = [];
        string kept = s_wordsInFirstColumn.Replace(text, line =>
        {
            if (YamlLine.KeyOf(line.Value) is not { } key || (key.Length == line.Length && !keys.Contains(key)))
            {
                return new string(' ', line.Length);
            }

            starts.Add(line.Index);
            return line.Value;
        });
        List<YamlEntry> entries = [];
        for (int i = 0; i < Math.Min(starts.Count, MostBlocks); i++)
        {
            entries.AddRange(Block(kept.Substring(0, i + 1 < starts.Count ? starts[i + 1] : kept.Length), starts[i]));
        }

        return new(new(0, text.Length), entries);
    }

    private IReadOnlyList<YamlEntry> Block(string block, int start)
    {
        string current = YamlRepair.Keyed(YamlRepair.IndentedBySpaces(block, start), start);
        while (Try(current, start, out int fault) is var entries)
        {
            if (entries is not null)
            {
                return entries;
            }

            var line = YamlLine.At(current, start, fault);
            if (IsSlippedKey(current, line) && Try(current.Substring(0, line.Start), start, out _) is { } above)
            {
                return [.. above, .. Block(current, line.Start)];
            }

            foreach (string repaired in YamlRepair.Of(current, line, fault))
            {
                if (Try(repaired, start, out _) is { } found)
                {
                    return found;
                }
            }

            if (_tries >= MostTries || line.IsFirst)
            {
                break;
            }

            current = YamlRepair.Blank(current, line.Start, line.End);
        }

        return YamlRepair.KeyAt(block, start) is { } key ? [new(key, new YamlRefused(key.Span))] : [];
    }

    /// <summary>A key of the file that is indented, but not as far as the block's own lines.</summary>
    private bool IsSlippedKey(string block, YamlLine line)
    {
        string content = block.Substring(line.Start, line.End - line.Start);
        return YamlLine.KeyOf(content.TrimStart()) is { } key && keys.Contains(key)
            && (line.IsSecond || YamlLine.Indentation(content) < YamlLine.Indentation(block.Substring(block.IndexOf('\n', line.BlockStart) + 1)));
    }

    private IReadOnlyList<YamlEntry>? Try(string block, int start, out int fault)
    {
        fault = start;
        var entries = _tries++ < MostTries ? read(YamlFaults.Closed(block, start), start, out fault) : null;
        fault = Math.Min(fault, block.Length);
        return entries;
    }
}
