using System.Text.Json.Serialization;
using CloudCctv.Analysis.Json;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tracks.Stills;

/// <summary>What has been seen at one place of a camera's picture without moving.</summary>
public sealed record StillObject
{
    public required string Label { get; init; }

    /// <summary>In 0..1 of the frame.</summary>
    public required Box Box { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Events in which it was, each once: as many as are needed to know it.</summary>
    public required IReadOnlyList<EventName> Events { get; init; }

    /// <summary>Events in a row in which it was not.</summary>
    public int Missed { get; init; }

    /// <summary>The last of those, so that its further batches do not count again.</summary>
    public EventName? LastMissed { get; init; }

    /// <summary>True if it has been there often and long enough to be left out.</summary>
    public bool IsKnown(StillOptions options) => Events.Count >= options.Events && LastSeen - FirstSeen >= options.Over;
}

/// <summary>What one camera has learned: <c>stills/SITE/CAMERA.json</c>.</summary>
public sealed record StillRecord(IReadOnlyList<StillObject> Objects)
{
    /// <summary>Overlap from which two boxes are the same place.</summary>
    public const double SamePlace = 0.7;

    /// <summary>More than any real view has; beyond it what was not seen for longest goes.</summary>
    public const int MaxObjects = 40;

    public static StillRecord Empty { get; } = new([]);

    /// <summary>True if a track, wherever it was in this batch, was on something known.</summary>
    public bool Knows(string label, IReadOnlyList<Box> boxes, StillOptions options) => boxes.Count > 0 && Objects.Any(one =>
        one.Label == label && one.IsKnown(options) && boxes.All(box => box.With(one.Box) >= SamePlace));

    /// <summary>The record after one batch. The same batch again changes nothing.</summary>
    /// <param name="eventName">The batch's event.</param>
    /// <param name="time">Time of its last frame.</param>
    /// <param name="still">What stood still in it.</param>
    /// <param name="options">How much is remembered.</param>
    public StillRecord After(EventName eventName, DateTimeOffset time, IReadOnlyList<StandingObject> still, StillOptions options)
    {
        var open = still.ToList();
        var objects = Objects.Select(one => Seen(one, open) ? Hit(one, eventName, time, options) : Miss(one, eventName)).ToList();
        objects.AddRange(open.Select(one => new StillObject { Label = one.Label, Box = one.Box, FirstSeen = time, LastSeen = time, Events = [eventName] }));
        return new StillRecord([.. objects
            .Where(one => one.Missed < options.ForgetAfterEvents || time - one.LastSeen < options.ForgetAfter)
            .OrderByDescending(one => one.LastSeen)
            .Take(MaxObjects)]);
    }

    private static bool Seen(StillObject one, List<StandingObject> open) =>
        open.RemoveAll(seen => seen.Label == one.Label && seen.Box.With(one.Box) >= SamePlace) > 0;

    private static StillObject Hit(StillObject one, EventName eventName, DateTimeOffset time, StillOptions options) => one with
    {
        FirstSeen = time < one.FirstSeen ? time : one.FirstSeen,
        LastSeen = time > one.LastSeen ? time : one.LastSeen,
        Events = one.Events.Contains(eventName) || one.Events.Count >= options.Events ? one.Events : [.. one.Events, eventName],
        Missed = 0,
        LastMissed = null,
    };

    // An event in which it was seen does not miss it in a later batch.
    private static StillObject Miss(StillObject one, EventName eventName) => one.LastMissed == eventName || one.Events.Contains(eventName)
        ? one
        : one with { Missed = one.Missed + 1, LastMissed = eventName };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 8,
    Converters = [typeof(EventNameConverter)])]
[JsonSerializable(typeof(StillRecord))]
internal sealed partial class StillJson : JsonSerializerContext;
