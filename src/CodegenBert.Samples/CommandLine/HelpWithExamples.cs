using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CodegenBert.Samples.CommandLine;

/// <summary>The library's help, and examples after it.</summary>
/// <param name="help">The library's help.</param>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = help.Invoke(parseResult);
        Command asked = parseResult.CommandResult.Command;
        IEnumerable<TaskCommand> shown = asked is TaskCommand one ? [one] : asked.Subcommands.OfType<TaskCommand>();
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in shown.SelectMany(command => command.Examples))
        {
            output.WriteLine($"  {RootCommand.ExecutableName} {example}");
        }

        output.WriteLine();
        return exitCode;
    }
}
