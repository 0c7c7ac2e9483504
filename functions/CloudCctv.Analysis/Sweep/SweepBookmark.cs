using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Sweep;

/// <param name="After">Name of the last zip looked at; empty when a pass over all of them is over.</param>
/// <param name="PassBegan">When the pass began that is under way, or was the last, UTC.</param>
internal sealed record SweepBookmark(string After, DateTimeOffset PassBegan)
{
    public static SweepBookmark Beginning { get; } = new("", DateTimeOffset.MinValue);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SweepBookmark))]
internal sealed partial class SweepJson : JsonSerializerContext;
