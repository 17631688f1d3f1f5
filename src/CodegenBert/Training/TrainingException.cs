namespace CodegenBert.Training;

/// <summary>Training cannot start or go on: an unusable option, a loss that is no number. The message says what to change.</summary>
public class TrainingException : CodegenBertException
{
    /// <summary>Makes the exception without a message.</summary>
    public TrainingException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Place, cause and remedy.</param>
    public TrainingException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Place, cause and remedy.</param>
    /// <param name="innerException">What caused it.</param>
    public TrainingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
