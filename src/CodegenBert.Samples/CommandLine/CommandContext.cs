using CodegenBert.Tasks;

namespace CodegenBert.Samples.CommandLine;

/// <summary>What the commands work on and where they write.</summary>
/// <param name="Tasks">The tasks that can be named.</param>
/// <param name="Output">Results and progress.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="TerminalWidth">Characters in a line of the terminal that <paramref name="Output"/> is; null if it is a file or a pipe.</param>
/// <param name="CancellationToken">Stops at the next batch boundary.</param>
internal sealed record CommandContext(
    IReadOnlyList<TaskDefinition> Tasks, TextWriter Output, TextWriter Error, int? TerminalWidth, CancellationToken CancellationToken)
{
    private const int UsualWidth = 100;

    /// <summary>Characters in a line of output.</summary>
    public int Width => TerminalWidth ?? UsualWidth;

    /// <summary>The process's console.</summary>
    /// <param name="tasks">The tasks that can be named.</param>
    /// <param name="cancellationToken">Stops at the next batch boundary.</param>
    public static CommandContext OfConsole(IReadOnlyList<TaskDefinition> tasks, CancellationToken cancellationToken)
    {
        // A terminal that does not tell its width says 0.
        int? width = Console.IsOutputRedirected ? null : Console.WindowWidth > 0 ? Console.WindowWidth : UsualWidth;
        return new(tasks, Console.Out, Console.Error, width, cancellationToken);
    }
}
