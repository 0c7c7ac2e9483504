using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Feedback;

/// <summary>What a person says of what the detector saw in a picture.</summary>
public enum Opinion
{
    /// <summary>It is what the detector says.</summary>
    Right,

    /// <summary>No box that says <c>person</c> has one in it.</summary>
    NotAPerson,
}

/// <param name="Opinion">What was said.</param>
/// <param name="At">When, UTC.</param>
internal sealed record OpinionRecord(Opinion Opinion, DateTimeOffset At);

internal sealed class OpinionConverter() : JsonStringEnumConverter<Opinion>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, Converters = [typeof(OpinionConverter)])]
[JsonSerializable(typeof(OpinionRecord))]
internal sealed partial class FeedbackJson : JsonSerializerContext;
