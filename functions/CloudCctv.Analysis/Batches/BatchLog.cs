using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

internal static partial class BatchLog
{
    [LoggerMessage(100, LogLevel.Information, "Batch received: {Batch}, attempt {Attempt}")]
    public static partial void BatchReceived(this ILogger logger, BatchName batch, int attempt);

    [LoggerMessage(101, LogLevel.Debug, "Person sighted: {Event}, frame {Frame}: {People} seen, best score {Score:F2}")]
    public static partial void PersonSighted(this ILogger logger, EventName @event, FrameName frame, int people, double score);

    [LoggerMessage(102, LogLevel.Information, "Batch finished: {Batch}: {Frames} frames, {Sightings} sightings, {Milliseconds:F0} ms")]
    public static partial void BatchFinished(this ILogger logger, BatchName batch, int frames, int sightings, double milliseconds);

    [LoggerMessage(103, LogLevel.Information, "Batch was finished before: {Batch}")]
    public static partial void BatchFinishedBefore(this ILogger logger, BatchName batch);

    [LoggerMessage(104, LogLevel.Warning, "Batch is neither in the store nor finished, nothing to do: {Batch}")]
    public static partial void BatchMissing(this ILogger logger, BatchName batch);

    [LoggerMessage(105, LogLevel.Warning, "Batch quarantined: {Batch}: {Code}: {Reason}")]
    public static partial void BatchQuarantined(this ILogger logger, BatchName batch, string code, string reason);

    [LoggerMessage(106, LogLevel.Warning, "Message quarantined: {Reason}")]
    public static partial void MessageQuarantined(this ILogger logger, string reason);

    [LoggerMessage(107, LogLevel.Warning, "Frame rejected: {Batch}: {Code}: {Reason}")]
    public static partial void FrameRejected(this ILogger logger, BatchName batch, string code, string reason);

    [LoggerMessage(108, LogLevel.Error, "Batch failed, attempt {Attempt}: {Batch}")]
    public static partial void BatchFailed(this ILogger logger, Exception exception, BatchName batch, int attempt);

    [LoggerMessage(109, LogLevel.Warning, "Store unreachable, batch given back: {Batch}: {Reason}")]
    public static partial void BatchDelayed(this ILogger logger, BatchName batch, string reason);

    [LoggerMessage(110, LogLevel.Debug, "Batch is being worked on elsewhere: {Batch}")]
    public static partial void BatchBusy(this ILogger logger, BatchName batch);

    [LoggerMessage(111, LogLevel.Warning, "Claim not given back, it ends by itself: {Batch}: {Reason}")]
    public static partial void ClaimLeft(this ILogger logger, BatchName batch, string reason);

    [LoggerMessage(112, LogLevel.Information, "Pictures suppressed: {Batch}: {Pictures}; reasons: {Reasons}")]
    public static partial void PicturesSuppressed(this ILogger logger, BatchName batch, int pictures, string reasons);

    [LoggerMessage(113, LogLevel.Information, "No alert, nobody crossed a line as the camera's AlertCrossings say: {Batch}")]
    public static partial void NobodyCrossed(this ILogger logger, BatchName batch);

    [LoggerMessage(115, LogLevel.Debug, "Ready for batches: all that they need has been tried once, in {Milliseconds:F0} ms")]
    public static partial void WarmedUp(this ILogger logger, double milliseconds);

    [LoggerMessage(116, LogLevel.Warning, "What batches need could not be tried before the first comes: {Reason}")]
    public static partial void NotWarmedUp(this ILogger logger, string reason);

    [LoggerMessage(114, LogLevel.Debug, "Things taken or left: {Event}, frame {Frame}: {Things}, greatest difference {Difference:F2}")]
    public static partial void ObjectSighted(this ILogger logger, EventName @event, FrameName frame, int things, double difference);
}
