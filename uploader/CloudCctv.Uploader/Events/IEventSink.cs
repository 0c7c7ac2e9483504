using CloudCctv.Contracts.Names;

namespace CloudCctv.Uploader.Events;

/// <summary>Where the frames of one camera's events go. Calls come one at a time: confirm, frames, end; and again.</summary>
public interface IEventSink
{
    /// <param name="firstFrames">Pre-roll and all frames until now, in order of time; at least one. The sink disposes them.</param>
    /// <param name="continues">It continues the event before, which had lasted as long as an event may.</param>
    /// <returns>The name that the event has now.</returns>
    EventName Confirm(IReadOnlyList<KeptFrame> firstFrames, bool continues);

    /// <param name="frame">The next frame of the event. The sink disposes it.</param>
    void Add(KeptFrame frame);

    void End();

    /// <summary>
    /// Asked after each frame of the event, kept or not: time goes by the camera's frames, and what covers a certain time ends with
    /// it. A sink that stands before another asks that one.
    /// </summary>
    /// <param name="time">Of the frame.</param>
    /// <returns>True if what there is should leave now: then whoever asks adds what it holds back, and says <see cref="Leave"/>.</returns>
    bool IsDue(DateTimeOffset time) => false;

    /// <summary>Lets go what was due.</summary>
    /// <param name="time">The same.</param>
    void Leave(DateTimeOffset time)
    {
    }
}
