using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CodegenBert.Samples.CommandLine;

/// <summary>The program: train, evaluate and predict on any list of tasks.</summary>
internal static class TaskCommands
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="context">What the commands work on and where they write.</param>
    /// <param name="withoutArguments">What an empty command line does.</param>
    /// <param name="description">What help says of the program.</param>
    /// <returns>The process's exit code.</returns>
    public static int Run(string[] args, CommandContext context, Func<CancellationToken, int> withoutArguments, string description)
    {
        try
        {
            ParseResult arguments = Build(context, withoutArguments, description).Parse(args);
            if (arguments.Action is ParseErrorAction)
            {
                throw new CommandException($"{arguments.Errors[0].Message} (--help shows how)");
            }

            return arguments.Invoke(new() { Output = context.Output, Error = context.Error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is CodegenBertException or CommandException)
        {
            context.Error.WriteLine(e.Message);
            return ExitCode.UserError;
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            context.Error.WriteLine("stopped");
            return ExitCode.Interrupted;
        }
    }

    private static RootCommand Build(CommandContext context, Func<CancellationToken, int> withoutArguments, string description)
    {
        RootCommand root = new(description)
        {
            new TrainCommand(context),
            new EvaluateCommand(context),
            new PredictCommand(context),
        };
        root.SetAction(_ => withoutArguments(context.CancellationToken));
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
