using CloudCctv.Contracts.Names;
using static CloudCctv.HostileBatches.HostileCorpus;

namespace CloudCctv.HostileBatches.Cases;

/// <summary>Times that cannot be.</summary>
internal static class TimeCases
{
    public static IReadOnlyList<HostileCase> All { get; } =
    [
        Event("event of the day after tomorrow", RawBatch.EventStart.AddDays(2)),
        Event("event of the year 9999", new DateTimeOffset(9999, 12, 31, 23, 59, 58, TimeSpan.Zero)),
        Event("event of 1970", DateTimeOffset.UnixEpoch),
        Event("event of the year 1", new DateTimeOffset(1, 1, 1, 0, 0, 1, TimeSpan.Zero)),
        Rejected("time of a frame that is none", "manifest-invalid", batch => batch.Frames[0]!["time"] = "2026-13-45T99:99:99Z"),
        Rejected("time of a frame in another zone", "manifest-invalid", batch => batch.Frames[0]!["time"] = "2026-11-20T21:32:05+14:00"),
        FirstFrame("frame of the year 9999", "frame-time", batch => batch.Frames[0]!["time"] = "9999-12-31T23:59:59Z"),
        FirstFrame("frame of 1970", "frame-time", batch => batch.Frames[0]!["time"] = "1970-01-01T00:00:00Z"),
        FirstFrame("frame of the year 1", "frame-time", batch => batch.Frames[0]!["time"] = "0001-01-01T00:00:00Z"),
    ];

    private static HostileCase Event(string name, DateTimeOffset start)
    {
        var batch = new BatchName(new EventName("farm", "gate", start, "4k7x9m2q"), 1);
        return new HostileCase(name, Ending.Rejected, "batch-time", () => RawBatch.Sound(batch).ToBytes()) { Batch = batch };
    }
}
