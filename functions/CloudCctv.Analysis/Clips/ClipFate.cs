using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Clips;

/// <summary>What becomes of a clip that arrived. Written in kebab-case: <c>no-sighting</c>.</summary>
[JsonConverter(typeof(ClipFateConverter))]
public enum ClipFate
{
    /// <summary>It lies beside the pictures of its event.</summary>
    Kept,

    /// <summary>Nobody was seen in its event: nothing of that is kept.</summary>
    NoSighting,

    /// <summary>Somebody has deleted its event, or erased a part of it.</summary>
    Deleted,
}

internal sealed class ClipFateConverter() : JsonStringEnumConverter<ClipFate>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
