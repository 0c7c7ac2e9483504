using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>Remembers everything that anybody logs, at every level, with its parts and with faults in full.</summary>
internal sealed class LogCapture : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyList<string> Lines => [.. lines];

    public ILogger CreateLogger(string categoryName) => new Capturing(categoryName, lines);

    public void Dispose()
    {
        // Nothing to let go of.
    }

    private sealed class Capturing(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{category} scope {Parts(state)}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{category} {logLevel} {formatter(state, exception)} | {Parts(state)} | {exception}");

        private static string Parts(object? state) =>
            state is IEnumerable<KeyValuePair<string, object?>> parts ? string.Join(", ", parts.Select(part => $"{part.Key}={part.Value}")) : $"{state}";
    }
}
