using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Imaging;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Objects.Comparison;
using CloudCctv.Uploader.Objects.Sound;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Objects;

/// <summary>Makes an event of its own of what was taken or left: the picture before and the picture after, in one batch. Not thread-safe.</summary>
/// <param name="camera">For the log.</param>
/// <param name="sink">Where the two pictures go.</param>
/// <param name="beeper">Sounds on the device; null for silence.</param>
/// <param name="allowance">Asked how large pictures may be; null where nothing has to be saved.</param>
/// <param name="logger">Told what was found.</param>
internal sealed class ObjectReporter(string camera, IEventSink sink, Beeper? beeper, Func<FrameAllowance>? allowance, ILogger logger) : IDisposable
{
    private readonly PictureShrinker shrinker = new();

    /// <param name="before">Stays the caller's.</param>
    /// <param name="now">The same.</param>
    /// <param name="changes">At least one.</param>
    public void Report(StableView before, StableView now, IReadOnlyList<ObjectChange> changes)
    {
        beeper?.Play();
        logger.ObjectsChanged(camera, changes.Count(change => change.Kind == ChangeKind.Removed), changes.Count(change => change.Kind == ChangeKind.Left));
        var side = allowance?.Invoke().LongestSidePixels;
        var place = Around(changes);
        var zones = changes.SelectMany(change => change.Zones).Distinct(StringComparer.Ordinal).ToList();
        var area = Math.Min(1, changes.Sum(change => change.Box.Width * change.Box.Height));
        sink.Confirm(
        [
            new KeptFrame(Picture(before, side), before.Time, new MotionResult(GateState.Watching, 0, place, zones)) { Moment = FrameRecord.Before },
            new KeptFrame(Picture(now, side), now.Time, new MotionResult(GateState.Watching, area, place, zones)) { Moment = FrameRecord.After, Changes = [.. changes.Select(Tell)] },
        ], continues: false);
        sink.End();
    }

    public void Dispose() => shrinker.Dispose();

    private PooledBytes Picture(StableView view, int? longestSidePixels)
    {
        var copy = PooledBytes.Rent(view.Jpeg.Length);
        view.Jpeg.Span.CopyTo(copy.Span);
        return longestSidePixels is { } side ? shrinker.Shrink(copy, side) : copy;
    }

    private static SceneChange Tell(ObjectChange change) =>
        new(change.Kind == ChangeKind.Removed ? SceneChange.Removed : SceneChange.Left, change.Box, change.Difference);

    private static Box Around(IReadOnlyList<ObjectChange> changes) => new(
        changes.Min(change => change.Box.Left), changes.Min(change => change.Box.Top), changes.Max(change => change.Box.Right), changes.Max(change => change.Box.Bottom));
}
