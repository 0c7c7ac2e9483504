using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Capture;

namespace CloudCctv.Uploader.Events;

/// <summary>
/// Sees every frame of one camera, also those that are not kept, before the event does anything with it. It must be quick
/// and must not throw: evidence waits for it.
/// </summary>
public interface IEventTap
{
    /// <param name="frame">Stays the caller's: copy what is needed.</param>
    /// <param name="step">What the frame did to the event.</param>
    void Next(Frame frame, EventStep step);

    /// <summary>What was suspected is an event now, and has a name. Its frames so far have been seen.</summary>
    void Confirmed(EventName name);

    /// <summary>The event or suspicion is over, or the source has ended.</summary>
    void Ended();
}
