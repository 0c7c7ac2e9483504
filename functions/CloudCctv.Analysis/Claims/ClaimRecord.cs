using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Claims;

/// <param name="Owner">Who works on the batch; unique for every take.</param>
/// <param name="ExpiresAt">When anybody may take it over, UTC.</param>
/// <param name="Attempts">How often it was taken, this time included.</param>
/// <param name="LastError">How the last attempt ended, if it ended with an error.</param>
internal sealed record ClaimRecord(string Owner, DateTimeOffset ExpiresAt, int Attempts, string? LastError);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    MaxDepth = 4)]
[JsonSerializable(typeof(ClaimRecord))]
internal sealed partial class ClaimJson : JsonSerializerContext;
