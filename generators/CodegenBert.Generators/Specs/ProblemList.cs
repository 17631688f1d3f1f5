using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary>Collects the problems of one file.</summary>
internal sealed class ProblemList(string path, SourceText? text)
{
    private const int LongestArgument = 400;

    private readonly List<SpecDiagnostic> _problems = [];
    private bool _isMuted;

    public bool HasErrors => _problems.Exists(static problem => problem.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);

    public EquatableArray<SpecDiagnostic> ToArray() => _problems.ToEquatableArray();

    /// <summary>Takes no more problems: the file is so damaged that they may not be its author's.</summary>
    public void Mute() => _isMuted = true;

    /// <summary>The span's place; within the file, since the text that a damaged one was repaired to may be longer.</summary>
    public LocationInfo Place(TextSpan span)
    {
        int end = text?.Length ?? 0;
        return LocationInfo.Of(path, text, TextSpan.FromBounds(Math.Min(span.Start, end), Math.Min(span.End, end)));
    }

    /// <summary>The 1-based line in which a span begins.</summary>
    public string Line(TextSpan span) => Invariant.Text(Place(span).Lines.Start.Line + 1);

    /// <summary>Where the other place of a conflict is, for its message; nothing if it is a default that is written nowhere.</summary>
    public string InLine(TextSpan? other) => other is { } place ? $" (line {Line(place)})" : "";

    public void Add(DiagnosticDescriptor rule, TextSpan span, params string[] arguments) =>
        Add(new SpecDiagnostic(rule, Place(span), Printable(arguments)));

    /// <summary>Reports a conflict: here, and with a second place unless that is a default that is written nowhere.</summary>
    public void AddConflict(DiagnosticDescriptor rule, TextSpan span, TextSpan? other, params string[] arguments) =>
        Add(new SpecDiagnostic(rule, Place(span), Printable(arguments), other is { } place ? Place(place) : null));

    private void Add(SpecDiagnostic problem)
    {
        if (!_isMuted)
        {
            _problems.Add(problem);
        }
    }

    /// <summary>The spec's own words in a message: on one line, since the console cuts a message at its first break, and not endless.</summary>
    private static EquatableArray<string> Printable(string[] arguments) => arguments.Select(Printable).ToEquatableArray();

    private static string Printable(string argument)
    {
        string line = new([.. argument.Select(static c => char.IsControl(c) ? ' ' : c)]);
        return line.Length <= LongestArgument ? line : line.Substring(0, LongestArgument) + "...";
    }
}
