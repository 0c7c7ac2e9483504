using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Retention.Records;

/// <param name="DueAt">When somebody may go on, UTC.</param>
/// <param name="After">The last camera's day that is done, if there is more of this day's pass; null if it is over.</param>
internal sealed record PruneMark(DateTimeOffset DueAt, string? After);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PruneMark))]
internal sealed partial class PruneJson : JsonSerializerContext;
