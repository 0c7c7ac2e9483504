using System.Security.Cryptography;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Detection.Faces;
using CloudCctv.Imaging.Jpeg;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Faces.Enrolment;

/// <summary>Learns people's faces from pictures that show exactly one, clearly. Thread-safe.</summary>
public sealed class FaceEnroller(PersonStore people, FaceReader reader, FaceOptions options, TimeProvider time, ILogger<FaceEnroller> logger)
{
    // Who enrols at the same time is a person, too: once or twice.
    private const int Rounds = 5;

    private const int CropQuality = 85;

    /// <summary>Adds what the pictures show to a person, who is new or known.</summary>
    /// <param name="name">See <see cref="Person.CheckedName"/>.</param>
    /// <param name="pictures">JPEG files, taken one after the other.</param>
    /// <param name="cancellationToken">Stops between two pictures; nothing is kept then.</param>
    /// <returns>What became of each picture, in their order.</returns>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    public Task<IReadOnlyList<EnrolledPicture>> EnrolAsync(string name, IEnumerable<byte[]> pictures, CancellationToken cancellationToken)
    {
        var known = Person.CheckedName(name);
        return KeepAsync(known, [.. pictures.Select(picture => Look(picture, place: null, cancellationToken))], cancellationToken);
    }

    /// <summary>Adds one of the faces in a picture.</summary>
    /// <param name="name">See <see cref="Person.CheckedName"/>.</param>
    /// <param name="picture">A JPEG file; it may show others, too.</param>
    /// <param name="place">Where the face was found before, in 0..1 of the picture.</param>
    /// <param name="cancellationToken">Stops before anything is kept.</param>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    public async Task<EnrolledPicture> EnrolAsync(string name, byte[] picture, Box place, CancellationToken cancellationToken)
    {
        var known = Person.CheckedName(name);
        return (await KeepAsync(known, [Look(picture, place, cancellationToken)], cancellationToken))[0];
    }

    private async Task<IReadOnlyList<EnrolledPicture>> KeepAsync(string name, List<EnrolledFaceLook> looks, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var before = await people.FindVersionedAsync(name, cancellationToken);
            var (person, outcomes) = Add(name, before, looks);
            if (!outcomes.Exists(one => one.IsEnrolled) || await people.TryWriteAsync(person, before, cancellationToken))
            {
                logger.PersonEnrolled(outcomes.Count(one => one.IsEnrolled), outcomes.Count);
                return outcomes;
            }
        }

        throw new IOException($"Somebody else is enrolling '{name}' at the same time; try again.");
    }

    private EnrolledFaceLook Look(byte[] picture, Box? place, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var faces = reader.Read(picture);
            return (place is { } where ? FacePlaces.At(where, faces, picture) : faces) switch
            {
                [] when place is not null => new(null, "the face is not found again in it"),
                [] => new(null, $"no face of {options.MinFacePixels} pixels or more is found in it (faces from the front, upright)"),
                [var face] when FaceClarity.IsBlurred(face.Rgb, reader.Describer.SidePixels) => new(null, "the face is blurred"),
                [var face] => new(new EnrolledFace(Convert.ToHexStringLower(SHA256.HashData(picture)), face.Description, options.KeepCrops ? CropOf(face.Rgb) : null), null),
                var many => new(null, $"{many.Count} faces are found in it; exactly one is needed"),
            };
        }
        catch (JpegException exception)
        {
            return new(null, $"it is no JPEG that can be read: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
    }

    private (Person Person, List<EnrolledPicture> Outcomes) Add(string name, Versioned<Person>? before, List<EnrolledFaceLook> looks)
    {
        // What another method has described cannot be compared with anything any more.
        var faces = before?.Value is { } known && known.Method == reader.Method ? known.Faces.ToList() : [];
        var outcomes = new List<EnrolledPicture>(looks.Count);
        foreach (var (face, refusal) in looks)
        {
            var problem = refusal
                ?? (faces.Exists(one => one.PictureSha256 == face!.PictureSha256) ? EnrolledPicture.Already
                : faces.Count >= Person.MaxFaces ? $"{Person.MaxFaces} pictures are enrolled, the most for one person"
                : null);
            outcomes.Add(new EnrolledPicture(problem));
            if (problem is null)
            {
                faces.Add(face!);
            }
        }

        return (new Person { Name = before?.Value.Name ?? name, Method = reader.Method, Faces = faces, UpdatedAt = time.GetUtcNow() }, outcomes);
    }

    private byte[] CropOf(byte[] rgb)
    {
        using var encoder = new JpegEncoder();
        using var jpeg = encoder.EncodeRgb(rgb, reader.Describer.SidePixels, reader.Describer.SidePixels, CropQuality);
        return jpeg.Span.ToArray();
    }

    private sealed record EnrolledFaceLook(EnrolledFace? Face, string? Refusal);
}

/// <param name="Refusal">Why the picture was not taken; null if it was.</param>
public sealed record EnrolledPicture(string? Refusal)
{
    internal const string Already = "it is enrolled already";

    public bool IsEnrolled => Refusal is null;

    /// <summary>True if it was not taken because it had been before.</summary>
    public bool IsKnownAlready => Refusal == Already;
}
