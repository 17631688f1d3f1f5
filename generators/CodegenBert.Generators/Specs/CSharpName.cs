using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace CodegenBert.Generators.Specs;

/// <summary>C# names of the spec's free text.</summary>
internal static class CSharpName
{
    /// <summary>Longest name that is made; the compiler's own limit lies at 1,023 (CS7013).</summary>
    public const int MaxLength = 255;

    /// <summary>
    /// Joins the words, each with its first letter in upper case: <c>not_entailment</c> is <c>NotEntailment</c>. Words are parted by
    /// white space and <c>_ - . / : , ' &amp; ( )</c>; null if anything else than letters and digits is left, or no letter begins the name.
    /// </summary>
    public static string? Pascal(string text)
    {
        var name = new StringBuilder(text.Length);
        bool startsWord = true;
        foreach (char c in text)
        {
            if (IsSeparator(c))
            {
                startsWord = true;
            }
            else if (IsPart(c))
            {
                name.Append(startsWord ? char.ToUpperInvariant(c) : c);
                startsWord = false;
            }
            else
            {
                return null;
            }
        }

        return IsName(name.ToString()) ? name.ToString() : null;
    }

    /// <summary>A PascalCase name as a parameter's: <c>NotEntailment</c> is <c>notEntailment</c>, <c>IDNumber</c> is <c>idNumber</c>.</summary>
    public static string Camel(string pascal)
    {
        int capitals = 0;
        while (capitals < pascal.Length && char.IsUpper(pascal[capitals]))
        {
            capitals++;
        }

        // The last of several capitals begins the next word.
        int lowered = capitals > 1 && capitals < pascal.Length && char.IsLower(pascal[capitals]) ? capitals - 1 : capitals;
        return pascal.Substring(0, lowered).ToLowerInvariant() + pascal.Substring(lowered);
    }

    /// <summary>Letters and digits, beginning with a letter, no lower-case one.</summary>
    public static bool IsPascal(string text) => IsName(text) && text.All(IsPart) && !char.IsLower(text[0]);

    /// <summary>Names joined by points; underscores are allowed.</summary>
    public static bool IsNamespace(string text) => text.Length <= MaxLength && text.Split('.').All(SyntaxFacts.IsValidIdentifier);

    /// <summary>The project's root namespace with what is no identifier in it replaced, as the SDK's own templates do.</summary>
    public static string Namespace(string text) => string.Join(".", text.Split(['.'], StringSplitOptions.RemoveEmptyEntries).Select(Segment));

    /// <summary>With <c>@</c> where it is a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    private static string Segment(string text)
    {
        string replaced = new([.. text.Select(static c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_')]);
        return SyntaxFacts.IsValidIdentifier(replaced) ? replaced : "_" + replaced;
    }

    private static bool IsName(string text) => text.Length is > 0 and <= MaxLength && SyntaxFacts.IsValidIdentifier(text) && text[0] != '_';

    private static bool IsSeparator(char c) => char.IsWhiteSpace(c) || c is '_' or '-' or '.' or '/' or ':' or ',' or '\'' or '&' or '(' or ')';

    // Formatting characters are allowed in identifiers but ignored when they are compared: two labels would be one.
    private static bool IsPart(char c) => SyntaxFacts.IsIdentifierPartCharacter(c) && c != '_' && char.GetUnicodeCategory(c) is not UnicodeCategory.Format and not UnicodeCategory.ConnectorPunctuation;
}
