using System.CommandLine;
using CodegenBert.Tasks;

namespace CodegenBert.Samples.CommandLine;

/// <summary>A command on one task.</summary>
internal abstract class TaskCommand : Command
{
    private readonly Argument<TaskDefinition> _task;
    private readonly Option<int?> _threads = NumberOptions.Whole("--threads", 1, "libtorch's threads; by default one per core.");

    /// <summary>Makes the command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="context">What it works on.</param>
    protected TaskCommand(string name, string description, CommandContext context)
        : base(name, description)
    {
        Context = context;
        _task = TaskNames.Argument(context.Tasks);
        Add(_task);
        SetAction(arguments =>
        {
            Run(arguments.GetRequiredValue(_task), arguments);
            return ExitCode.Success;
        });
    }

    /// <summary>Command lines that show its use, without the program's name.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>What it works on.</summary>
    protected CommandContext Context { get; }

    /// <summary>An option that takes a path or a text, and has no default.</summary>
    /// <param name="name">The option.</param>
    /// <param name="value">What help calls its value.</param>
    /// <param name="description">What it does.</param>
    /// <param name="required">Whether the command needs it.</param>
    protected static Option<string?> Text(string name, string value, string description, bool required = false) =>
        new(name) { HelpName = value, Description = description, Required = required };

    /// <summary>Adds the command's own options, and then those of all commands.</summary>
    /// <param name="options">The command's own options.</param>
    protected void AddOptions(params Option[] options)
    {
        foreach (Option option in options)
        {
            Add(option);
        }

        Add(_threads);
    }

    /// <summary>The number of threads that was asked for; null for the default.</summary>
    /// <param name="arguments">The command line.</param>
    protected int? Threads(ParseResult arguments) => arguments.GetValue(_threads);

    /// <summary>Does the work.</summary>
    /// <param name="task">The task.</param>
    /// <param name="arguments">The command line.</param>
    protected abstract void Run(TaskDefinition task, ParseResult arguments);
}
