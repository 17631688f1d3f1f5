using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Api;

/// <summary>A line of an API file and where it stands.</summary>
internal sealed record ApiLine(string Text, LocationInfo Place);

/// <summary>The locked API of a spec: <c>sentiment.bert.api.txt</c> beside <c>sentiment.bert.yaml</c>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Lines">Its lines; empty ones and comments (<c>#</c>) are left out.</param>
internal sealed record ApiFile(string Path, EquatableArray<ApiLine> Lines)
{
    private const string Suffix = ".bert.api.txt";

    public static bool IsApiFile(string path) => path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The path of a spec's API file.</summary>
    public static string PathOf(string specPath) => specPath.Substring(0, specPath.LastIndexOf(".bert.", StringComparison.OrdinalIgnoreCase)) + Suffix;

    public static ApiFile Read(AdditionalText file, CancellationToken cancellationToken)
    {
        List<ApiLine> lines = [];
        if (file.GetText(cancellationToken) is { } text)
        {
            foreach (TextLine line in text.Lines)
            {
                string content = line.ToString().Trim();
                if (content.Length > 0 && content[0] != '#')
                {
                    lines.Add(new(content, LocationInfo.Of(file.Path, text, line.Span)));
                }
            }
        }

        return new(file.Path, lines.ToEquatableArray());
    }
}
