using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Gallery.Events;

/// <summary>What the scrubber's script draws over a picture.</summary>
internal static class FrameData
{
    /// <summary>JSON for an attribute, which the page encodes; the script writes it as text only.</summary>
    public static string BoxesOf(Sighting sighting) => JsonSerializer.Serialize(
        [.. sighting.Detections.Select(seen => new DrawnBox(seen.Box, $"{seen.Label} {Layout.Wording.Percent(seen.Score)}"))], FrameJson.Default.DrawnBoxArray);
}

/// <param name="Box">In 0..1 of the frame.</param>
/// <param name="Title">What it is.</param>
internal sealed record DrawnBox(Box Box, string Title);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DrawnBox[]))]
internal sealed partial class FrameJson : JsonSerializerContext;
