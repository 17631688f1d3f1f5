namespace CodegenBert.Samples.CommandLine;

/// <summary>The command line asks for something that cannot be done. The message is the whole of what the user is told.</summary>
/// <param name="message">What, and what to write instead.</param>
/// <param name="innerException">What caused it, if anything did.</param>
internal sealed class CommandException(string message, Exception? innerException = null) : Exception(message, innerException);
