using Microsoft.Extensions.Logging;

namespace CodegenBert.Samples.CommandLine.Progress;

/// <summary>Shows what the library has to say, in place of a logging framework.</summary>
/// <param name="say">Shows a line that stays.</param>
internal sealed class DisplayLogger(Action<string> say) : ILogger
{
    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

    /// <inheritdoc />
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (IsEnabled(logLevel))
        {
            say((logLevel >= LogLevel.Warning ? "warning: " : "") + formatter(state, exception));
        }
    }
}
