using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudCctv.Contracts.Names;

/// <summary>
/// Names one batch for ever: <c>site/camera/yyyy/MM/dd/HHmmssfff-event-part.zip</c>. Equal names mean equal content: a part
/// number is used once, and every put is create-only.
/// </summary>
public sealed partial record BatchName
{
    /// <summary>Of the batches with frames.</summary>
    public const int MaxPart = 9998;

    /// <summary>The batch that holds an event's clip instead of frames: after all others in every order of names.</summary>
    public const int ClipPart = 9999;

    /// <summary>The batch that leaves when an event is confirmed, and three short ones after it.</summary>
    public const int UrgentParts = 4;

    /// <param name="eventName">The event whose frames the batch holds.</param>
    /// <param name="part">1 for the first batch of the event, then counting up to <see cref="MaxPart"/>; <see cref="ClipPart"/> for its clip.</param>
    public BatchName(EventName eventName, int part)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(part, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, ClipPart);
        Event = eventName;
        Part = part;
    }

    public EventName Event { get; }

    public int Part { get; }

    /// <summary>True for the batches that an alert waits for: they go ahead of everything else.</summary>
    public bool IsUrgent => Part <= UrgentParts;

    /// <summary>True for the batch that holds the event's clip: everything else goes ahead of it.</summary>
    public bool IsClip => Part == ClipPart;

    public static bool TryParse(string? text, [NotNullWhen(true)] out BatchName? name)
    {
        name = null;
        if (text is not null && Whole().Match(text) is { Success: true } match
            && EventName.From(match) is { } eventName
            && int.Parse(match.Groups["part"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) is > 0 and var part)
        {
            name = new BatchName(eventName, part);
        }

        return name is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Event}-{Part:D4}.zip");

    [GeneratedRegex($"^{EventName.Pattern}-(?<part>[0-9]{{4}})\\.zip\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
