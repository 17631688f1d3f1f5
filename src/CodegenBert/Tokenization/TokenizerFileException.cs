namespace CodegenBert.Tokenization;

/// <summary>A tokenizer's file (<c>vocab.txt</c>, <c>tokenizer_config.json</c>) is missing or cannot be used. The message names file, line and remedy.</summary>
public sealed class TokenizerFileException : CodegenBertException
{
    /// <summary>Creates an exception with a general message.</summary>
    public TokenizerFileException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">Cause, place and remedy.</param>
    public TokenizerFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception that another one caused.</summary>
    /// <param name="message">Cause, place and remedy.</param>
    /// <param name="innerException">The error underneath.</param>
    public TokenizerFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal TokenizerFileException(string file, int? line, string causeAndRemedy, Exception? innerException = null)
        : base(line is null ? $"{file}: {causeAndRemedy}" : $"{file}, line {line}: {causeAndRemedy}", innerException!)
    {
        File = file;
        Line = line;
    }

    /// <summary>The file's path as it was given, where one file is to blame.</summary>
    public string? File { get; }

    /// <summary>The line, counted from 1, where one line is to blame.</summary>
    public int? Line { get; }
}
