namespace CodegenBert.Tokenization.Text.Unicode;

/// <summary>
/// Looks up single code points in <see cref="UnicodeTables"/>. Nothing here asks the runtime or ICU: their Unicode versions
/// differ from machine to machine, and Hugging Face's differ from both.
/// </summary>
internal static class CodePoints
{
    /// <summary>The largest number of code points that one becomes when its accents are stripped.</summary>
    public const int LongestDecomposition = 3;

    /// <summary>The combining dot that follows the lower case of U+0130, the only letter with a lower case of two code points.</summary>
    public const int CombiningDotAbove = 0x307;

    private const int CapitalIWithDot = 0x130;

    // Planes 0 to 2 hold all letters and marks; beyond them lie a few runs only, which a search finds fast enough.
    private const int TableLength = 0x30000;
    private const int FirstHangul = 0xAC00;
    private const int LastHangul = 0xD7A3;

    private static readonly Dictionary<int, int> s_stripped = ReadStripped();
    private static readonly Dictionary<int, int[]> s_strippedSequences = ReadStrippedSequences();
    private static readonly Dictionary<int, int> s_lowerCase = ReadLowerCase();
    private static readonly CodePointClass[] s_classes = FillClasses();

    /// <summary>The class of a code point, or of a surrogate that stands alone.</summary>
    public static CodePointClass ClassOf(int codePoint)
    {
        CodePointClass[] classes = s_classes;
        return (uint)codePoint < (uint)classes.Length ? classes[codePoint] : SearchClass(codePoint);
    }

    /// <summary>The canonical combining class of a code point that <see cref="CodePointClass.Reorders"/>.</summary>
    public static int CombiningClassOf(int codePoint) => Search(UnicodeTables.CombiningClasses, codePoint);

    /// <summary>The lower case of a code point that <see cref="CodePointClass.Lowers"/>, in <paramref name="second"/> 0 or a code point that follows.</summary>
    public static int LowerCaseOf(int codePoint, out int second)
    {
        second = codePoint == CapitalIWithDot ? CombiningDotAbove : 0;
        return s_lowerCase[codePoint];
    }

    /// <summary>Decomposes a code point that <see cref="CodePointClass.Decomposes"/> and leaves non-spacing marks out.</summary>
    /// <param name="codePoint">The code point.</param>
    /// <param name="destination">Room for <see cref="LongestDecomposition"/> code points.</param>
    /// <returns>How many were written, at least one.</returns>
    public static int Strip(int codePoint, Span<int> destination)
    {
        if (s_stripped.TryGetValue(codePoint, out int single))
        {
            destination[0] = single;
            return 1;
        }

        if (codePoint is >= FirstHangul and <= LastHangul)
        {
            return StripHangul(codePoint - FirstHangul, destination);
        }

        int[] sequence = s_strippedSequences[codePoint];
        sequence.CopyTo(destination);
        return sequence.Length;
    }

    // The Unicode Standard, section 3.12: a syllable is a leading consonant (19), a vowel (21) and perhaps a trailing consonant (27).
    private static int StripHangul(int syllable, Span<int> destination)
    {
        destination[0] = 0x1100 + (syllable / (21 * 28));
        destination[1] = 0x1161 + (syllable / 28 % 21);
        int trailing = syllable % 28;
        destination[2] = 0x11A7 + trailing;
        return trailing == 0 ? 2 : 3;
    }

    private static CodePointClass SearchClass(int codePoint) =>
        (CodePointClass)Search(UnicodeTables.Classes, codePoint)
        | (Search(UnicodeTables.CombiningClasses, codePoint) == 0 ? 0 : CodePointClass.Reorders);

    // Runs of (first, last, value), ascending; 0 between them.
    private static int Search(ReadOnlySpan<int> runs, int codePoint)
    {
        int low = 0;
        int high = (runs.Length / 3) - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (codePoint < runs[middle * 3])
            {
                high = middle - 1;
            }
            else if (codePoint > runs[(middle * 3) + 1])
            {
                low = middle + 1;
            }
            else
            {
                return runs[(middle * 3) + 2];
            }
        }

        return 0;
    }

    private static CodePointClass[] FillClasses()
    {
        var classes = new CodePointClass[TableLength];
        ReadOnlySpan<int> runs = UnicodeTables.Classes;
        for (int i = 0; i < runs.Length && runs[i] < TableLength; i += 3)
        {
            classes.AsSpan(runs[i]..Math.Min(runs[i + 1] + 1, TableLength)).Fill((CodePointClass)runs[i + 2]);
        }

        runs = UnicodeTables.CombiningClasses;
        for (int i = 0; i < runs.Length; i += 3)
        {
            for (int codePoint = runs[i]; codePoint <= runs[i + 1] && codePoint < TableLength; codePoint++)
            {
                classes[codePoint] |= CodePointClass.Reorders;
            }
        }

        Mark(s_stripped.Keys, CodePointClass.Decomposes);
        Mark(s_strippedSequences.Keys, CodePointClass.Decomposes);
        Mark(Enumerable.Range(FirstHangul, LastHangul + 1 - FirstHangul), CodePointClass.Decomposes);
        Mark(s_lowerCase.Keys, CodePointClass.Lowers);
        return classes;

        void Mark(IEnumerable<int> codePoints, CodePointClass flag)
        {
            foreach (int codePoint in codePoints)
            {
                classes[codePoint] |= flag;
            }
        }
    }

    private static Dictionary<int, int> ReadStripped()
    {
        var stripped = new Dictionary<int, int>();
        ReadOnlySpan<int> runs = UnicodeTables.Stripped;
        for (int i = 0; i < runs.Length; i += 2 + runs[i + 1])
        {
            for (int k = 0; k < runs[i + 1]; k++)
            {
                stripped.Add(runs[i] + k, runs[i + 2 + k]);
            }
        }

        return stripped;
    }

    private static Dictionary<int, int[]> ReadStrippedSequences()
    {
        var sequences = new Dictionary<int, int[]>();
        ReadOnlySpan<int> entries = UnicodeTables.StrippedSequences;
        for (int i = 0; i < entries.Length; i += 2 + entries[i + 1])
        {
            sequences.Add(entries[i], entries.Slice(i + 2, entries[i + 1]).ToArray());
        }

        return sequences;
    }

    private static Dictionary<int, int> ReadLowerCase()
    {
        var lowerCase = new Dictionary<int, int>();
        ReadOnlySpan<int> runs = UnicodeTables.LowerCase;
        for (int i = 0; i < runs.Length; i += 4)
        {
            for (int codePoint = runs[i]; codePoint <= runs[i + 1]; codePoint += runs[i + 2])
            {
                lowerCase.Add(codePoint, codePoint + runs[i + 3]);
            }
        }

        return lowerCase;
    }
}
