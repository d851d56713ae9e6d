using Microsoft.Extensions.Logging;

namespace Grlm.Cli;

/// <summary>Writes what <c>--verbose</c> tells.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Debug, "Workspace {Root}")]
    public static partial void WorkspaceChosen(ILogger logger, string root);

    [LoggerMessage(LogLevel.Debug, "Options of {Sections} from {Path}")]
    public static partial void SettingsRead(ILogger logger, string sections, string path);

    [LoggerMessage(LogLevel.Debug, "Stage {Stage} with {Options}")]
    public static partial void StageAsked(ILogger logger, string stage, object options);

    [LoggerMessage(LogLevel.Debug, "Hub {Hub}")]
    public static partial void HubChosen(ILogger logger, HubOptions hub);

    [LoggerMessage(LogLevel.Debug, "Artifact {Path}: {State} in {Seconds:F1} s")]
    public static partial void ArtifactMade(ILogger logger, string path, string state, double seconds);
}

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
