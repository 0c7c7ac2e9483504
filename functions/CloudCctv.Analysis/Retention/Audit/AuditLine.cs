using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Retention.Audit;

/// <summary>What was deleted, and why. Holds nothing of the picture.</summary>
/// <param name="At">When it was decided, UTC; the deletion follows at once, or after a crash in the next run.</param>
/// <param name="Cause">Why.</param>
/// <param name="What">An event, a sighting or an object in quarantine, by name.</param>
/// <param name="Pictures">How many pictures it had.</param>
/// <param name="Bytes">How much room it took; 0 if nobody has measured it.</param>
/// <param name="Reason">For people, such as "older than 30 days".</param>
public sealed record AuditLine(DateTimeOffset At, DeletionCause Cause, string What, int Pictures, long Bytes, string Reason);

[JsonConverter(typeof(DeletionCauseConverter))]
public enum DeletionCause
{
    /// <summary>It was older than it may be kept.</summary>
    Age,

    /// <summary>It was the oldest when there was no room.</summary>
    Room,

    /// <summary>Somebody erased a time range.</summary>
    Erased,

    /// <summary>Somebody deleted it in the gallery.</summary>
    ByHand,
}

internal sealed class DeletionCauseConverter() : JsonStringEnumConverter<DeletionCause>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AuditLine))]
internal sealed partial class AuditJson : JsonSerializerContext;
