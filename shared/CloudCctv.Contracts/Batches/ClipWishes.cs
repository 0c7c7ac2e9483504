using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Batches;

/// <summary>
/// Which clips people would like to have from a device, in the object that <see cref="StoreLayout.ClipWishesFor"/> names. The
/// cloud side adds and takes away, the device only reads. Written as a list of texts: of each wish the event's name, and after
/// it the time, which readers from before there were times pass over.
/// </summary>
/// <param name="Wanted">Newest wish first, each event once, <see cref="MaxEvents"/> at most.</param>
public sealed record ClipWishes(IReadOnlyList<WantedClip> Wanted)
{
    public const int MaxEvents = 50;

    /// <summary>Of the JSON.</summary>
    public const int MaxBytes = 16 << 10;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public static ClipWishes None { get; } = new([]);

    public IReadOnlyList<EventName> Events => [.. Wanted.Select(wish => wish.Event)];

    public static byte[] Write(ClipWishes wishes) =>
        JsonSerializer.SerializeToUtf8Bytes([.. wishes.Wanted.SelectMany(TextsOf)], ClipWishesJson.Default.IReadOnlyListString);

    /// <summary>Names of events that cannot be are passed over, and so is what comes after the last that there may be.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <returns>None if it is no list of texts.</returns>
    public static ClipWishes Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var texts = JsonSerializer.Deserialize(utf8, ClipWishesJson.Default.IReadOnlyListString) ?? [];
            var wanted = texts.Select((text, i) => EventName.TryParse(text, out var name) ? new WantedClip(name, TimeIn(texts.ElementAtOrDefault(i + 1))) : null);
            return new ClipWishes([.. wanted.OfType<WantedClip>().DistinctBy(wish => wish.Event).Take(MaxEvents)]);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <returns>Null if nobody wants this one.</returns>
    public WantedClip? Find(EventName clip) => Wanted.FirstOrDefault(wish => wish.Event == clip);

    /// <summary>With a wish more, in front; the oldest gives way if there are too many.</summary>
    public ClipWishes With(WantedClip wish) => new([wish, .. Wanted.Where(one => one.Event != wish.Event).Take(MaxEvents - 1)]);

    public ClipWishes Without(EventName clip) => new([.. Wanted.Where(one => one.Event != clip)]);

    private static IEnumerable<string> TextsOf(WantedClip wish) => wish.AskedAt is { } at
        ? [wish.Event.ToString(), at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)]
        : [wish.Event.ToString()];

    private static DateTimeOffset? TimeIn(string? text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}

[JsonSourceGenerationOptions(MaxDepth = 2)]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class ClipWishesJson : JsonSerializerContext;
