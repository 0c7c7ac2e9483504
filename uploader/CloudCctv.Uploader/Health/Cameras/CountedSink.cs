using CloudCctv.Uploader.Events;

namespace CloudCctv.Uploader.Health.Cameras;

/// <summary>Counts the frames that a camera's events keep, on their way to the sink.</summary>
internal sealed class CountedSink(IEventSink sink, CameraHealth health) : IEventSink
{
    public void Confirm(IReadOnlyList<KeptFrame> firstFrames)
    {
        health.Keep(firstFrames.Count);
        sink.Confirm(firstFrames);
    }

    public void Add(KeptFrame frame)
    {
        health.Keep(1);
        sink.Add(frame);
    }

    public void End() => sink.End();
}
