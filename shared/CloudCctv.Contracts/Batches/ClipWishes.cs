using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Batches;

/// <summary>
/// Which clips people would like to have from a device, in the object that <see cref="StoreLayout.ClipWishesFor"/> names. The
/// cloud side adds and takes away, the device only reads.
/// </summary>
/// <param name="Events">Newest wish first, each once, <see cref="MaxEvents"/> at most.</param>
public sealed record ClipWishes(IReadOnlyList<EventName> Events)
{
    public const int MaxEvents = 50;

    /// <summary>Of the JSON.</summary>
    public const int MaxBytes = 16 << 10;

    public static ClipWishes None { get; } = new([]);

    public static byte[] Write(ClipWishes wishes) =>
        JsonSerializer.SerializeToUtf8Bytes([.. wishes.Events.Select(one => one.ToString())], ClipWishesJson.Default.IReadOnlyListString);

    /// <summary>Names of events that cannot be are passed over, and so is what comes after the last that there may be.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <returns>None if it is no list of texts.</returns>
    public static ClipWishes Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var names = JsonSerializer.Deserialize(utf8, ClipWishesJson.Default.IReadOnlyListString) ?? [];
            return new ClipWishes([.. names.Select(text => EventName.TryParse(text, out var name) ? name : null).OfType<EventName>().Distinct().Take(MaxEvents)]);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <summary>With a wish more, in front; the oldest gives way if there are too many.</summary>
    public ClipWishes With(EventName wish) => new([wish, .. Events.Where(one => one != wish).Take(MaxEvents - 1)]);

    public ClipWishes Without(EventName wish) => new([.. Events.Where(one => one != wish)]);
}

[JsonSourceGenerationOptions(MaxDepth = 2)]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class ClipWishesJson : JsonSerializerContext;
