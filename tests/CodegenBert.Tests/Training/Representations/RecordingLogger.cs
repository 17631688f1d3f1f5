using Microsoft.Extensions.Logging;

namespace CodegenBert.Tests.Training.Representations;

/// <summary>Keeps what a run has to say.</summary>
internal sealed class RecordingLogger : ILogger
{
    private readonly List<(LogLevel Level, string Text)> _lines = [];

    /// <summary>The warnings.</summary>
    public IEnumerable<string> Warnings => _lines.Where(line => line.Level == LogLevel.Warning).Select(line => line.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _lines.Add((logLevel, formatter(state, exception)));
}
