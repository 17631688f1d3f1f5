using Microsoft.Extensions.Logging;

namespace CodegenBert.Tests.Runtime;

/// <summary>Keeps what is logged.</summary>
internal sealed class Messages : ILogger
{
    public List<string> Written { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Written.Add(formatter(state, exception));
}
