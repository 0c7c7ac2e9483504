using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Events;

namespace CloudCctv.Uploader.Health.Cameras;

/// <summary>Counts the frames that a camera's events keep, on their way to the sink.</summary>
internal sealed class CountedSink(IEventSink sink, CameraHealth health) : IEventSink
{
    public EventName Confirm(IReadOnlyList<KeptFrame> firstFrames, bool continues)
    {
        health.Keep(firstFrames.Count);
        return sink.Confirm(firstFrames, continues);
    }

    public void Add(KeptFrame frame)
    {
        health.Keep(1);
        sink.Add(frame);
    }

    public void End() => sink.End();

    public bool IsDue(DateTimeOffset time) => sink.IsDue(time);

    public void Leave(DateTimeOffset time) => sink.Leave(time);
}
