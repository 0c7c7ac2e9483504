using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Batches;

/// <summary>Writes and reads manifests. What <see cref="Read"/> returns has been checked in every field.</summary>
public static class ManifestSerializer
{
    public static byte[] Write(BatchManifest manifest) =>
        JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.BatchManifest);

    /// <param name="utf8">The JSON.</param>
    /// <param name="batch">The name under which the batch came: the manifest must tell the same event and part.</param>
    /// <param name="maxDepth">Objects and lists within each other, see <see cref="BatchLimits.MaxManifestDepth"/>.</param>
    /// <exception cref="ManifestException">Not JSON, nested too deep, an unknown version, or a field that is missing, wrong or there twice.</exception>
    public static BatchManifest Read(ReadOnlySpan<byte> utf8, BatchName batch, int maxDepth = 8)
    {
        try
        {
            RequireDepth(utf8, maxDepth);
            RequireKnownVersion(utf8);
            var manifest = JsonSerializer.Deserialize(utf8, ManifestJson.Default.BatchManifest)
                ?? throw new ManifestException("Manifest is the JSON value null.");
            ManifestRules.Check(manifest, batch);
            return manifest;
        }
        catch (JsonException exception)
        {
            throw new ManifestException($"Manifest is not valid: {exception.Message}", exception);
        }
    }

    /// <summary>One frame's record by itself, as it is kept beside the frame until the manifest is written.</summary>
    public static byte[] WriteFrame(FrameRecord frame) => JsonSerializer.SerializeToUtf8Bytes(frame, ManifestJson.Default.FrameRecord);

    /// <returns>Null if the bytes are no frame record.</returns>
    public static FrameRecord? TryReadFrame(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return utf8.IsEmpty ? null : JsonSerializer.Deserialize(utf8, ManifestJson.Default.FrameRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void RequireDepth(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
        }
    }

    // Asked first and alone: a later version may have other fields, and the version is what its reader should hear about.
    private static void RequireKnownVersion(ReadOnlySpan<byte> utf8)
    {
        var version = JsonSerializer.Deserialize(utf8, ManifestJson.Default.ManifestVersion)?.Version;
        if (version != BatchManifest.CurrentVersion)
        {
            throw new ManifestException($"Manifest field 'version' is {version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}; this program reads version {BatchManifest.CurrentVersion}.");
        }
    }
}

internal sealed record ManifestVersion(int? Version);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = 64)]
[JsonSerializable(typeof(BatchManifest))]
[JsonSerializable(typeof(FrameRecord))]
[JsonSerializable(typeof(ManifestVersion))]
internal sealed partial class ManifestJson : JsonSerializerContext;
