using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Tracks.Rules;

/// <summary>Rules as a person has set them for one camera: <c>rules/SITE/CAMERA.json</c>.</summary>
/// <param name="Revision">1, and one more each time somebody sets them.</param>
/// <param name="SavedAt">UTC.</param>
/// <param name="SavedBy">Who, by the name of the sign-in.</param>
/// <param name="Rules">What holds for the camera.</param>
public sealed record SavedRules(int Revision, DateTimeOffset SavedAt, string SavedBy, CameraRules Rules);

/// <param name="Saved">Null if nobody can make sense of what is there.</param>
/// <param name="Fault">Then, why.</param>
/// <param name="Version">Of the object: whoever changes it says which one was seen.</param>
public sealed record StoredRules(SavedRules? Saved, string? Fault, ETag Version);

internal static class RulesJson
{
    // By reflection: what a generated reader does not find in the text it sets to nothing, and rules have defaults.
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static JsonTypeInfo<SavedRules> Type { get; } = (JsonTypeInfo<SavedRules>)Options.GetTypeInfo(typeof(SavedRules));
}
