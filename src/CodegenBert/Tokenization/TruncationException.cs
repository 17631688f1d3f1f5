using CodegenBert.Tasks;

namespace CodegenBert.Tokenization;

/// <summary>
/// A text or pair is too long and the chosen <see cref="TruncationStrategy"/> cannot shorten it to the maximal length:
/// the text that may be cut is missing or too short. Hugging Face raises an error in the same cases.
/// </summary>
public sealed class TruncationException : CodegenBertException
{
    /// <summary>Creates an exception with a general message.</summary>
    public TruncationException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">Cause and remedy.</param>
    public TruncationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception that another one caused.</summary>
    /// <param name="message">Cause and remedy.</param>
    /// <param name="innerException">The error underneath.</param>
    public TruncationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
