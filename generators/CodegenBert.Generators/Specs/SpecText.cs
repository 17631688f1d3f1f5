using CodegenBert.Generators.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary>What must hold of a file before it is read as YAML.</summary>
internal static class SpecText
{
    /// <summary>Most characters of a spec.</summary>
    public const int MaxLength = 256 * 1024;

    private static readonly int[] s_unicodeCodePages = [65001, 1200, 1201];

    /// <summary>Whether the text can be read; a fault is reported. In another encoding it can, for its ASCII letters, but is not judged further.</summary>
    public static bool IsReadable(SourceText? text, ProblemList problems)
    {
        if (text is null)
        {
            problems.Add(SpecRules.UnreadableFile, default, "The file cannot be opened", "see whether it still exists");
            return false;
        }

        if (text.Length > MaxLength)
        {
            problems.Add(SpecRules.UnreadableFile, default, $"The file has {Invariant.Text(text.Length)} characters", "a spec has at most 262144");
            return false;
        }

        // The compiler reads a file that is not UTF-8 in the machine's code page, and an editor puts U+FFFD for what it could not read.
        bool isUnicode = text.Encoding is null || Array.IndexOf(s_unicodeCodePages, text.Encoding.CodePage) >= 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\uFFFD' || (!isUnicode && text[i] > '\u007F'))
            {
                problems.Add(SpecRules.UnreadableFile, new TextSpan(i, 1), "The file is not UTF-8", "save it as UTF-8");
                problems.Mute();
                return true;
            }
        }

        return true;
    }
}
