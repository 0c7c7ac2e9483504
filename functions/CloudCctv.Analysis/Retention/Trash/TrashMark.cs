using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Retention.Trash;

/// <param name="At">When somebody deleted the event, UTC.</param>
/// <param name="Due">When it goes for good, UTC.</param>
/// <param name="State">How far that is.</param>
internal sealed record TrashMark(DateTimeOffset At, DateTimeOffset Due, TrashState State);

internal enum TrashState
{
    /// <summary>It can be had back.</summary>
    Waiting,

    /// <summary>Its deletion has begun.</summary>
    Going,

    /// <summary>Somebody has it back; the mark is about to go.</summary>
    Restored,
}

internal sealed class TrashStateConverter() : JsonStringEnumConverter<TrashState>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, Converters = [typeof(TrashStateConverter)])]
[JsonSerializable(typeof(TrashMark))]
internal sealed partial class TrashJson : JsonSerializerContext;
