using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Inbox;

internal static partial class InboxLog
{
    [LoggerMessage(600, LogLevel.Information, "Batch taken from {Folder}: {Batch}")]
    public static partial void BatchTaken(this ILogger logger, string folder, BatchName batch);

    [LoggerMessage(601, LogLevel.Warning, "Stays in {Folder} for now: {Name}: {Reason}")]
    public static partial void FileLeft(this ILogger logger, string folder, ObjectName name, string reason);

    [LoggerMessage(602, LogLevel.Debug, "Not a batch, left alone in {Folder}: {Name}")]
    public static partial void StrangerInInbox(this ILogger logger, string folder, ObjectName name);

    [LoggerMessage(603, LogLevel.Warning, "Batch {Batch} came twice with different content; the second is in quarantine")]
    public static partial void NameWasTaken(this ILogger logger, BatchName batch);

    [LoggerMessage(604, LogLevel.Warning, "Call of the webhook refused: {Reason}")]
    public static partial void HookRefused(this ILogger logger, string reason);

    [LoggerMessage(605, LogLevel.Warning, "Not all that the webhook told of was taken; the next look goes on: {Reason}")]
    public static partial void HookCutShort(this ILogger logger, string reason);
}
