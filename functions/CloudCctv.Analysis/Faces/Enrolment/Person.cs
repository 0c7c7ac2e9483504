using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Faces.Enrolment;

/// <summary>Somebody who is enrolled: all that is kept of them, in one object.</summary>
public sealed record Person
{
    public const int CurrentVersion = 1;

    /// <summary>Most faces of one person.</summary>
    public const int MaxFaces = 300;

    public const int MaxNameLength = 60;

    public int Version { get; init; } = CurrentVersion;

    public required string Name { get; init; }

    /// <summary>Detector and recogniser that made the descriptions: with others they mean nothing.</summary>
    public required string Method { get; init; }

    public required IReadOnlyList<EnrolledFace> Faces { get; init; }

    /// <summary>When the last face was added, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The name without surrounding blanks, if it can be one.</summary>
    /// <exception cref="ArgumentException">It cannot; the message says what could.</exception>
    public static string CheckedName(string name)
    {
        var trimmed = name.Trim();
        return trimmed.Length is > 0 and <= MaxNameLength && !trimmed.Any(char.IsControl) && !trimmed.Equals(SeenFace.Unknown, StringComparison.OrdinalIgnoreCase)
            ? trimmed
            : throw new ArgumentException($"'{trimmed}' cannot be a person's name: 1 to {MaxNameLength} characters are needed, and not '{SeenFace.Unknown}'.");
    }
}

/// <param name="PictureSha256">Of the picture it was taken from, so that none counts twice.</param>
/// <param name="Description">What it is compared by; see <see cref="Detection.Faces.IFaceDescriber"/>.</param>
/// <param name="Crop">A small JPEG of it, if those are kept.</param>
public sealed record EnrolledFace(string PictureSha256, byte[] Description, byte[]? Crop = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Person))]
internal sealed partial class PersonJson : JsonSerializerContext;
