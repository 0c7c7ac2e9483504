using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CloudCctv.SelfHost.Logging;

/// <summary>Log lines for people: <c>18:03:12 info  Batch finished …</c></summary>
internal sealed class PlainConsole(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "plain";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(time.GetLocalNow().ToString("HH:mm:ss ", System.Globalization.CultureInfo.InvariantCulture));
        textWriter.Write(NameOf(logEntry.LogLevel));
        textWriter.Write(OneLine(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write($" ({exception.GetType().Name}: {OneLine(exception.Message)})");
        }

        textWriter.WriteLine();
        // Where in the program matters when it is the program's fault.
        if (logEntry is { Exception: { StackTrace: { } trace } and not IOException, LogLevel: >= LogLevel.Error })
        {
            textWriter.WriteLine(trace);
        }
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug ",
        LogLevel.Information => "info  ",
        LogLevel.Warning => "warn  ",
        _ => "error ",
    };

    // What came from outside must not be able to fake a line of its own.
    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}

internal static class PlainConsoleSetup
{
    /// <summary>Our own events from information up, the frameworks' from warning up.</summary>
    public static void AddPlainConsole(this ILoggingBuilder logging)
    {
        logging.AddConsole(console => console.FormatterName = PlainConsole.FormatterName);
        logging.AddConsoleFormatter<PlainConsole, ConsoleFormatterOptions>();
        logging.AddFilter((category, level) => level >= (category?.StartsWith("CloudCctv", StringComparison.Ordinal) == true ? LogLevel.Information : LogLevel.Warning));
        // Says with a stack trace that a browser has a cookie from before the key was changed.
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None);
    }
}
