using CodegenBert.Tokenization.Text.Unicode;
using CodegenBert.Tokenization.WordPiece;


namespace CodegenBert.Tokenization.Text;

/// <summary>
/// Takes one text through normalisation, splitting and WordPiece in a single pass, code point by code point, and collects the
/// ids. The working memory is kept per thread and used again, so a pass allocates nothing once it is warm.
/// </summary>
internal sealed class TextPass
{
    private const int LargestKept = 1 << 16;

    [ThreadStatic]
    private static TextPass? s_kept;

    private readonly WordBuffer _word = new();
    private readonly MarkSequence _marks = new();
    private readonly NormalizedText _normalized = new();
    private bool _isNormalizing;
    private WordPieceModel _model = null!;
    private TextSteps _steps;
    private int _lastStart;
    private int _lastEnd;

    public TokenBuffer Tokens { get; } = new();

    /// <summary>Takes this thread's working memory; <see cref="Return"/> it in a finally block.</summary>
    public static TextPass Rent()
    {
        TextPass pass = s_kept ?? new TextPass();
        s_kept = null;
        return pass;
    }

    public void Return()
    {
        Tokens.CutTo(0);
        _word.Clear();
        _marks.Clear();
        _isNormalizing = false;
        if (Tokens.Capacity <= LargestKept && _marks.Capacity <= LargestKept && _normalized.Capacity <= LargestKept)
        {
            s_kept = this;
        }
    }

    /// <summary>Adds the ids of the text from <paramref name="from"/> to <paramref name="to"/>, which has no added tokens.</summary>
    public void Add(ReadOnlySpan<char> text, int from, int to, TextSteps steps, WordPieceModel model)
    {
        _model = model;
        _steps = steps;
        Read(text, from, to);
        _model.Add(_word, Tokens);
    }

    /// <summary>Adds the ids of a part of a text that was normalised before.</summary>
    public void Add(NormalizedText text, int from, int to, TextSteps steps, WordPieceModel model)
    {
        _model = model;
        _steps = steps;
        for (int i = from; i < to;)
        {
            int codePoint = CodePointAt(text.Chars[..to], i, out int length);
            Split(codePoint, CodePoints.ClassOf(codePoint), text.StartOf(i), text.EndOf(i));
            i += length;
        }

        _model.Add(_word, Tokens);
    }

    /// <summary>Normalises the text from <paramref name="from"/> to <paramref name="to"/>. The result holds until the next call.</summary>
    public NormalizedText Normalize(ReadOnlySpan<char> text, int from, int to, TextSteps steps)
    {
        _steps = steps & TextSteps.Normalization;
        _normalized.Clear();
        _isNormalizing = true;
        Read(text, from, to);
        _isNormalizing = false;
        return _normalized;
    }

    private void Read(ReadOnlySpan<char> text, int from, int to)
    {
        TextSteps steps = _steps;
        ReadOnlySpan<byte> letters = (steps & TextSteps.LowerCase) != 0 ? AsciiLetters.LowerCased : AsciiLetters.AsTheyAre;
        bool splits = (steps & TextSteps.Split) != 0;
        for (int i = from; i < to;)
        {
            char c = text[i];
            if (splits && c < AsciiLetters.Characters && _word.IsEmpty && _marks.Count == 0 && AddAscii(text[i..to], i, letters) is > 0 and int taken)
            {
                i += taken;
                continue;
            }

            int codePoint = CodePointAt(text[..to], i, out int length);
            Clean(codePoint, i, i + length);
            i += length;
        }

        EndMarks();
    }

    private static int CodePointAt(ReadOnlySpan<char> text, int at, out int length)
    {
        bool isPair = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
        length = isPair ? 2 : 1;
        return isPair ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];
    }

    // Nearly all of most texts: a space, an ASCII symbol, or a word of ASCII letters and digits, with nothing open before it. Returns
    // its length, or 0 if it must go the long way, as what follows may belong to the word.
    private int AddAscii(ReadOnlySpan<char> text, int at, ReadOnlySpan<byte> letters)
    {
        char c = text[0];
        if (c == ' ')
        {
            (_lastStart, _lastEnd) = (at, at + 1);
            return 1;
        }

        int length = _word.SetAscii(text, letters);
        if (length > 0)
        {
            if (length == text.Length || AsciiLetters.Separates(text[length]))
            {
                _model.AddAscii(_word, at, Tokens);
                return length;
            }

            _word.Clear();
        }
        else if (AsciiLetters.Separates(c))
        {
            (_lastStart, _lastEnd) = (at, at + 1);
            _model.AddSymbol(c, at, Tokens);
            return 1;
        }

        return 0;
    }

    private void Clean(int codePoint, int start, int end)
    {
        CodePointClass kind = CodePoints.ClassOf(codePoint);
        if ((_steps & TextSteps.Clean) != 0)
        {
            if ((kind & CodePointClass.Removed) != 0)
            {
                return;
            }

            if ((kind & CodePointClass.Space) != 0)
            {
                Strip(' ', CodePointClass.Space, start, end);
                return;
            }
        }

        if ((kind & CodePointClass.Chinese) != 0 && (_steps & TextSteps.SeparateChinese) != 0)
        {
            Strip(' ', CodePointClass.Space, start, end);
            Strip(codePoint, kind, start, end);
            Strip(' ', CodePointClass.Space, start, end);
            return;
        }

        Strip(codePoint, kind, start, end);
    }

    private void Strip(int codePoint, CodePointClass kind, int start, int end)
    {
        if ((_steps & TextSteps.StripAccents) == 0)
        {
            Lower(codePoint, kind, start, end);
        }
        else if ((kind & CodePointClass.Reorders) != 0)
        {
            _marks.Add(codePoint, isFirst: true, start, end);
        }
        else
        {
            EndMarks();
            (_lastStart, _lastEnd) = (start, end);
            if ((kind & CodePointClass.Decomposes) != 0)
            {
                Decompose(codePoint, start, end);
            }
            else if ((kind & CodePointClass.NonSpacing) == 0)
            {
                Lower(codePoint, kind, start, end);
            }
        }
    }

    private void Decompose(int codePoint, int start, int end)
    {
        Span<int> parts = stackalloc int[CodePoints.LongestDecomposition];
        foreach (int part in parts[..CodePoints.Strip(codePoint, parts)])
        {
            CodePointClass kind = CodePoints.ClassOf(part);
            if ((kind & CodePointClass.Reorders) != 0)
            {
                _marks.Add(part, isFirst: false, start, end);
            }
            else
            {
                Lower(part, kind, start, end);
            }
        }
    }

    private void EndMarks()
    {
        if (_marks.Count == 0)
        {
            return;
        }

        if (_marks.Count > 1)
        {
            _marks.Sort(_lastStart, _lastEnd);
        }

        for (int i = 0; i < _marks.Count; i++)
        {
            MarkSequence.Mark mark = _marks[i];
            CodePointClass kind = CodePoints.ClassOf(mark.CodePoint);
            if ((kind & CodePointClass.NonSpacing) == 0)
            {
                Lower(mark.CodePoint, kind, mark.Start, mark.End);
            }
        }

        _marks.Clear();
    }

    private void Lower(int codePoint, CodePointClass kind, int start, int end)
    {
        if ((kind & CodePointClass.Lowers) == 0 || (_steps & TextSteps.LowerCase) == 0)
        {
            Split(codePoint, kind, start, end);
            return;
        }

        int first = CodePoints.LowerCaseOf(codePoint, out int second);
        Split(first, CodePoints.ClassOf(first), start, end);
        if (second != 0)
        {
            Split(second, CodePoints.ClassOf(second), start, end);
        }
    }

    private void Split(int codePoint, CodePointClass kind, int start, int end)
    {
        if (_isNormalizing)
        {
            _normalized.Append(codePoint, start, end);
            return;
        }

        if ((kind & (CodePointClass.Space | CodePointClass.Punctuation)) == 0 || (_steps & TextSteps.Split) == 0)
        {
            _word.Append(codePoint, start, end);
            return;
        }

        _model.Add(_word, Tokens);
        if ((kind & CodePointClass.Space) == 0)
        {
            _word.Append(codePoint, start, end);
            _model.Add(_word, Tokens);
        }
    }
}
