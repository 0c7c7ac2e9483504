using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Events;

namespace CloudCctv.Gallery.Clips;

/// <summary>What the page of an event says of its clip.</summary>
/// <param name="State">Where it is.</param>
/// <param name="Best">The picture of the event that stands for it.</param>
public sealed record ClipOnPage(ClipState State, Sighting Best)
{
    public EventName Event => Best.Event;

    /// <summary>Not null if it is here.</summary>
    public StoredClip? Clip { get; init; }

    /// <summary>Whether its bytes still have the hash that its device told; null if nobody has asked.</summary>
    public PictureProof? Proof { get; init; }

    /// <summary>The computer that should have it; empty if that is not known.</summary>
    public string Device { get; init; } = "";

    /// <summary>When somebody asked for it, UTC.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>What is in its way, as far as that is known.</summary>
    public ClipHindrance Hindrance { get; init; }

    /// <summary>With <see cref="ClipHindrance.Data"/>: when the device's month begins, by its own calendar, if it says so.</summary>
    public DateOnly? DataFrom { get; init; }

    /// <summary>When the device was last heard of, if that is a while ago, UTC.</summary>
    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>True if an open page should look again by itself.</summary>
    public bool MayChange => State is ClipState.Asked;
}

public enum ClipState
{
    /// <summary>It can be played.</summary>
    Here,

    /// <summary>It is on the device, if that made one, and can be asked for.</summary>
    OnDevice,

    /// <summary>Somebody has asked for it.</summary>
    Asked,

    /// <summary>Somebody has asked for it, and the device says that it has none.</summary>
    Missing,

    /// <summary>The device does not look for wishes.</summary>
    NotSent,

    /// <summary>The device sends by an inbox, and hears no wishes.</summary>
    OneWay,

    /// <summary>Nothing is heard of the device.</summary>
    NotHeard,

    /// <summary>What came is in quarantine.</summary>
    SetAside,

    /// <summary>A part of the event was erased, and the clip with it.</summary>
    Erased,
}
