using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Spool;

namespace CloudCctv.Uploader.Tests.Spool;

/// <summary>Names and frames for tests of spool and upload.</summary>
internal static class SpoolSample
{
    public static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-20T07:32:05.123Z", null);

    public static BatchName Batch(int part = 1, int minute = 0, string id = "4k7x9m2q") => new(new EventName("farm", "gate", Start.AddMinutes(minute), id), part);

    /// <summary>Bytes that stand for a JPEG: the spool does not look inside.</summary>
    public static KeptFrame Frame(int seed, int bytes = 5000)
    {
        var data = PooledBytes.Rent(bytes);
        new Random(seed).NextBytes(data.Span);
        return new KeptFrame(data, Start.AddMilliseconds(200 * seed), new MotionResult(GateState.Watching, 0.125, new Box(0.1, 0.2, 0.3, 0.4), ["drive"]));
    }

    /// <summary>A sealed batch of one frame, some 6 kB.</summary>
    public static void Fill(SpoolFolder spool, BatchName batch)
    {
        using var part = new PartFile(spool, "pi-4", batch);
        using var frame = Frame(batch.Part);
        part.Add(1, frame);
        part.Seal();
    }
}
