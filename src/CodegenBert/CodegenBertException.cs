namespace CodegenBert;

/// <summary>
/// The base of every error that CodegenBert itself raises: its message names the cause, the place and the remedy.
/// Misuse of a method (a null, a value out of range) raises the usual <see cref="ArgumentException"/> instead.
/// </summary>
public class CodegenBertException : Exception
{
    /// <summary>Creates an exception with a general message.</summary>
    public CodegenBertException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">Cause, place and remedy, for the developer who reads it.</param>
    public CodegenBertException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception that another one caused.</summary>
    /// <param name="message">Cause, place and remedy, for the developer who reads it.</param>
    /// <param name="innerException">The error underneath.</param>
    public CodegenBertException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
