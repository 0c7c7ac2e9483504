namespace CloudCctv.Uploader.Events;

/// <summary>Where the frames of one camera's events go. Calls come one at a time: confirm, frames, end; and again.</summary>
public interface IEventSink
{
    /// <param name="firstFrames">Pre-roll and all frames until now, in order of time; at least one. The sink disposes them.</param>
    void Confirm(IReadOnlyList<KeptFrame> firstFrames);

    /// <param name="frame">The next frame of the event. The sink disposes it.</param>
    void Add(KeptFrame frame);

    void End();
}
