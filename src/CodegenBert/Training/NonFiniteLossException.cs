namespace CodegenBert.Training;

/// <summary>The loss or the gradient is infinite or no number: training has stopped before the weights could take harm. The message names the batch's rows and what to change.</summary>
public sealed class NonFiniteLossException : TrainingException
{
    /// <summary>Makes the exception without a message.</summary>
    public NonFiniteLossException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Place, cause and remedy.</param>
    public NonFiniteLossException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Place, cause and remedy.</param>
    /// <param name="innerException">What caused it.</param>
    public NonFiniteLossException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
