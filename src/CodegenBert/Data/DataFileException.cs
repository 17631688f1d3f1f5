namespace CodegenBert.Data;

/// <summary>A data file is missing, malformed, or has rows that do not fit the task. The message lists the first twenty places.</summary>
public class DataFileException : CodegenBertException
{
    /// <summary>Makes the exception without a message.</summary>
    public DataFileException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Place, cause and remedy.</param>
    public DataFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Place, cause and remedy.</param>
    /// <param name="innerException">What caused it.</param>
    public DataFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
