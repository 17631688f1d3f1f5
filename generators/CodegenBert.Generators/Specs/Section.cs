using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Specs.Yaml;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary>A mapping of the spec whose keys are known: unknown and duplicate ones are reported at once, wrong values as they are read.</summary>
internal sealed class Section
{
    private readonly Dictionary<string, YamlEntry> _entries = new(StringComparer.Ordinal);

    public Section(YamlMapping mapping, string name, IReadOnlyList<string> keys, ProblemList problems)
    {
        (Mapping, Name, Problems) = (mapping, name, problems);
        foreach (YamlEntry entry in mapping.Entries)
        {
            string key = entry.Key.Value;
            if (!keys.Contains(key))
            {
                ReportUnknown(entry.Key, keys);
            }
            else if (_entries.TryGetValue(key, out YamlEntry first))
            {
                problems.AddConflict(SpecRules.DuplicateKey, entry.Key.Span, first.Key.Span, key, name, problems.Line(first.Key.Span));
            }
            else
            {
                _entries.Add(key, entry);
            }
        }

        foreach (YamlEntry entry in mapping.Entries.Where(entry => !keys.Contains(entry.Key.Value)))
        {
            // A typo is one error, not also a missing key and a hundred missing types.
            if (Suggestions.Nearest(entry.Key.Value, keys) is { } meant && !_entries.ContainsKey(meant))
            {
                _entries.Add(meant, entry);
            }
        }
    }

    public YamlMapping Mapping { get; }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    public ProblemList Problems { get; }

    /// <summary>The entry of a key, if it is there and was not refused as YAML.</summary>
    public YamlEntry? this[string key] => _entries.TryGetValue(key, out YamlEntry entry) && entry.Value is not YamlRefused ? entry : null;

    public bool Has(string key) => _entries.ContainsKey(key);

    public void ReportMissing(string key, string remedy)
    {
        if (!Has(key))
        {
            TextSpan place = Mapping.Entries.Count > 0 ? Mapping.Entries[0].Key.Span : Mapping.Span;
            Problems.Add(SpecRules.MissingKey, place, key, Name, remedy);
        }
    }

    /// <summary>Reports a value of the wrong kind; "allowed" completes "must be".</summary>
    public void ReportKind(string key, YamlNode value, string allowed)
    {
        if (value is not YamlRefused)
        {
            TextSpan place = value.Span.IsEmpty && this[key] is { } entry ? entry.Key.Span : value.Span;
            Problems.Add(SpecRules.WrongKind, place, key, allowed, value.Kind);
        }
    }

    /// <summary>Reports a key, if it is there, that does not go with what another place says; "why" goes on after the key.</summary>
    public void Contradict(string key, TextSpan? other, string why, string remedy)
    {
        if (this[key] is { } entry)
        {
            Problems.AddConflict(SpecRules.Contradiction, entry.Key.Span, other, $"'{entry.Key.Value}' {why}{Problems.InLine(other)}", remedy);
        }
    }

    /// <summary>A section within this one, or null if there is none.</summary>
    public Section? Child(string key, IReadOnlyList<string> keys)
    {
        if (this[key] is not { } entry)
        {
            return null;
        }

        if (entry.Value is YamlMapping mapping)
        {
            return new(mapping, $"'{key}'", keys, Problems);
        }

        ReportKind(key, entry.Value, $"a mapping with {string.Join(", ", keys)}");
        return null;
    }

    /// <summary>Any text but the empty one.</summary>
    public YamlScalar? Text(string key, string allowed)
    {
        if (this[key] is not { } entry)
        {
            return null;
        }

        if (entry.Value is YamlScalar scalar && scalar.Value.Trim().Length > 0)
        {
            return scalar;
        }

        ReportKind(key, entry.Value, allowed);
        return null;
    }

    /// <summary>A whole number, or null if there is none or it is wrong.</summary>
    public int? Whole(string key, int least, int most, string hint = "") => this[key] is { } entry ? Whole(key, entry.Value, least, most, hint) : null;

    /// <summary>A whole number at a node of its own, like a list's item.</summary>
    public int? Whole(string key, YamlNode value, int least, int most, string hint = "")
    {
        if (value is not YamlScalar { IsPlain: true } scalar || !Invariant.TryWhole(scalar.Value, out long number))
        {
            ReportKind(key, value, "a whole number");
            return null;
        }

        if (number < least || number > most)
        {
            string allowed = least == most ? Invariant.Text(least)
                : most == int.MaxValue ? $"{Invariant.Text(least)} or more"
                : $"from {Invariant.Text(least)} to {Invariant.Text(most)}";
            Problems.Add(SpecRules.OutOfRange, value.Span, key, allowed + hint, scalar.Value);
            return null;
        }

        return (int)number;
    }

    /// <summary>A number within a range that "allowed" puts into words, or null if there is none or it is wrong.</summary>
    public double? Number(string key, Func<double, bool> isAllowed, string allowed) => this[key] is { } entry ? Number(key, entry.Value, isAllowed, allowed) : null;

    /// <summary>A number at a node of its own, like a list's item.</summary>
    public double? Number(string key, YamlNode value, Func<double, bool> isAllowed, string allowed)
    {
        if (value is not YamlScalar { IsPlain: true } scalar || !Invariant.TryNumber(scalar.Value, out double number))
        {
            ReportKind(key, value, "a number");
            return null;
        }

        if (!isAllowed(number))
        {
            Problems.Add(SpecRules.OutOfRange, value.Span, key, allowed, scalar.Value);
            return null;
        }

        return number;
    }

    /// <summary>One of a few words, or null if it is another or no text; a near miss is reported and taken as what it was meant to be.</summary>
    public string? Word(string key, YamlNode value, IReadOnlyList<string> words, string allowed)
    {
        if (value is not YamlScalar { IsMissing: false } scalar)
        {
            ReportKind(key, value, allowed);
            return null;
        }

        if (words.Contains(scalar.Value))
        {
            return scalar.Value;
        }

        if (SpecKeys.LaterWords.TryGetValue(key, out IReadOnlyList<string> later) && later.Contains(scalar.Value))
        {
            Problems.Add(SpecRules.NotSupportedYet, value.Span, $"{key}: {scalar.Value}", "write " + allowed);
            return null;
        }

        string? nearest = Suggestions.Nearest(scalar.Value, words);
        Problems.Add(SpecRules.UnknownValue, value.Span, key, scalar.Value, nearest is null ? "write " + allowed : $"did you mean '{nearest}'?");
        return nearest;
    }

    /// <summary>One of a few words; the first of them if there is none or it is wrong.</summary>
    public string Word(string key, IReadOnlyList<string> words) =>
        (this[key] is { } entry ? Word(key, entry.Value, words, Suggestions.Alternatives(words)) : null) ?? words[0];

    private void ReportUnknown(YamlScalar key, IReadOnlyList<string> keys) =>
        Problems.Add(SpecRules.UnknownKey, key.Span, key.Value, Name, Suggestions.Nearest(key.Value, keys) is { } nearest ? $"did you mean '{nearest}'?" : $"its {(keys.Count == 1 ? "only key is" : "keys are")} {string.Join(", ", keys)}");
}
