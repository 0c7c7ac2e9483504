using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Retention.Ranges;

/// <summary>What an export holds: <c>manifest.json</c> in the zip.</summary>
/// <param name="Version">Of this schema.</param>
/// <param name="MadeAt">UTC.</param>
/// <param name="From">The first instant that was asked for.</param>
/// <param name="To">The first instant after it.</param>
/// <param name="Camera"><c>site/camera</c>; null for all.</param>
/// <param name="Files">In the order of the zip.</param>
public sealed record ExportManifest(int Version, DateTimeOffset MadeAt, DateTimeOffset From, DateTimeOffset To, string? Camera, IReadOnlyList<ExportedFile> Files)
{
    public const int CurrentVersion = 1;

    [JsonIgnore]
    public int Pictures => Files.Count(file => file.AsCaptured is not null);
}

/// <param name="Name">In the zip.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
/// <param name="AsCaptured">For a picture: whether it has the hash that its device told when it captured it. Null for everything else.</param>
public sealed record ExportedFile(string Name, long Bytes, string Sha256, bool? AsCaptured);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ExportManifest))]
internal sealed partial class ExportJson : JsonSerializerContext;
