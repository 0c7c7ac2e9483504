using System.Buffers.Binary;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Events;

/// <summary>Frames that carry their number in place of a picture, and what the gate may say of them.</summary>
internal static class EventSample
{
    public static readonly MotionResult Still = new(GateState.Watching, 0, null, []);

    public static MotionResult Moved(double score = 0.1, double left = 0.1) => new(GateState.Watching, score, new Box(left, 0.1, left + 0.1, 0.2), []);

    public static Frame Frame(int number, DateTimeOffset time, int bytes = 4)
    {
        var data = PooledBytes.Rent(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(data.Span, number);
        return new Frame(number, time, FrameFormat.Jpeg, data);
    }
}

/// <summary>Remembers the numbers of the frames it is handed, and gives their buffers back.</summary>
internal sealed class ListSink : IEventSink
{
    private readonly List<string> events = [];

    public List<int> Current { get; } = [];

    public List<List<KeptFrame>> Frames { get; } = [];

    public List<bool> Continues { get; } = [];

    /// <summary>Of ended events, numbers with commas, events with strokes.</summary>
    public string Events => string.Join('|', events);

    public EventName Confirm(IReadOnlyList<KeptFrame> firstFrames, bool continues)
    {
        Assert.NotEmpty(firstFrames);
        Continues.Add(continues);
        Frames.Add([]);
        firstFrames.ToList().ForEach(Add);
        return new EventName("farm", "gate", firstFrames[0].Time, $"{Continues.Count:D8}");
    }

    public void Add(KeptFrame frame)
    {
        Current.Add(BinaryPrimitives.ReadInt32LittleEndian(frame.Jpeg.Span));
        Frames[^1].Add(frame);
        frame.Dispose();
    }

    public void End()
    {
        events.Add(string.Join(',', Current));
        Current.Clear();
    }
}
