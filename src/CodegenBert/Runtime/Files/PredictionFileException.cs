namespace CodegenBert.Runtime.Files;

/// <summary>A file of predictions cannot be written. The message names the file, the reason, and what becomes of what is done.</summary>
public class PredictionFileException : CodegenBertException
{
    /// <summary>Makes the exception without a message.</summary>
    public PredictionFileException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Place, cause and remedy.</param>
    public PredictionFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Place, cause and remedy.</param>
    /// <param name="innerException">What caused it.</param>
    public PredictionFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
