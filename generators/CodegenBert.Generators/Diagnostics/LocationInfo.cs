using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Diagnostics;

/// <summary>A place in a spec as a value; Roslyn's own <see cref="Location"/> keeps the whole text alive.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationInfo Of(string path, SourceText? text, TextSpan span) =>
        new(path, span, text is null ? default : text.Lines.GetLinePositionSpan(span));

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
