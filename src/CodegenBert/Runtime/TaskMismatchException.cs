namespace CodegenBert.Runtime;

/// <summary>A saved model belongs to another spec. The message names each difference.</summary>
public class TaskMismatchException : CodegenBertException
{
    /// <summary>Makes the exception without a message.</summary>
    public TaskMismatchException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Place, cause and remedy.</param>
    public TaskMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Place, cause and remedy.</param>
    /// <param name="innerException">What caused it.</param>
    public TaskMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
