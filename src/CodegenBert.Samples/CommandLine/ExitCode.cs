namespace CodegenBert.Samples.CommandLine;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>All was done.</summary>
    public const int Success = 0;

    /// <summary>The command, a file or a model is wrong; one line on the error output says how.</summary>
    public const int UserError = 1;

    /// <summary>Stopped by Ctrl-C: 128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
