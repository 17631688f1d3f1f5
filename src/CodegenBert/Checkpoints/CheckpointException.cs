namespace CodegenBert.Checkpoints;

/// <summary>An encoder or model folder is missing, broken, or not supported. The message names the file and the reason.</summary>
public class CheckpointException : CodegenBertException
{
    /// <summary>Makes the exception without a message.</summary>
    public CheckpointException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Place, cause and remedy.</param>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Place, cause and remedy.</param>
    /// <param name="innerException">What caused it.</param>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
