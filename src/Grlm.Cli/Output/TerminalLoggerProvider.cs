using Microsoft.Extensions.Logging;

namespace Grlm.Cli;

/// <summary>Writes log messages among the other messages of the terminal, one a line.</summary>
internal sealed class TerminalLoggerProvider(Terminal terminal) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new TerminalLogger(terminal);

    public void Dispose()
    {
        // The terminal outlives it.
    }

    private sealed class TerminalLogger(Terminal terminal) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => terminal.Message($"[{logLevel.ToString().ToLowerInvariant()}] {formatter(state, exception)}");
    }
}
