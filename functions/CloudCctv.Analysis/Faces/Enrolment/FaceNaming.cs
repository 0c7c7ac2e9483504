using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Detection;
using CloudCctv.Detection.Faces;
using CloudCctv.Imaging.Jpeg;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Faces.Enrolment;

/// <summary>
/// Learns people from a face in a sighting, and names it: there, and in the other pictures of that event in which it is like
/// enough. Other events keep what was said of them. Thread-safe.
/// </summary>
public sealed class FaceNaming(FaceEnroller enroller, FaceReader reader, FaceBook book, SightingStore sightings, SightingCalendar calendar, ILogger<FaceNaming> logger)
{
    // Of an event; each is decoded, and somebody waits for it.
    private const int MaxLooks = 40;

    /// <param name="sighting">Which picture.</param>
    /// <param name="place">The face in it, as its sidecar has it.</param>
    /// <param name="name">See <see cref="Person.CheckedName"/>.</param>
    /// <param name="cancellationToken">Stops between two pictures; may be repeated.</param>
    /// <returns>Why it was not taken; null if it was, or had been before.</returns>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    public async Task<string?> NameAsync(SightingName sighting, Box place, string name, CancellationToken cancellationToken)
    {
        name = Person.CheckedName(name);
        if (await PictureAsync(sighting, cancellationToken) is not { } picture)
        {
            return "the original picture has gone";
        }

        var outcome = await enroller.EnrolAsync(name, picture, place, cancellationToken);
        if (outcome is { IsEnrolled: false, IsKnownAlready: false })
        {
            return outcome.Refusal;
        }

        var people = await book.OpenAsync(reader, cancellationToken);
        var named = await sightings.ChangeFacesAsync(sighting, faces => Named(faces, face => face.Box == place ? new(name, 1) : null, evenKnown: true), cancellationToken) ? 1 : 0;
        foreach (var other in (await calendar.SightingsAsync(sighting.Event, cancellationToken)).Where(one => one != sighting).OrderBy(one => Math.Abs(one.Frame.Number - sighting.Frame.Number)).Take(MaxLooks))
        {
            named += await NameAsync(other, people, cancellationToken) ? 1 : 0;
        }

        logger.FacesNamed(named, sighting.Event);
        return null;
    }

    private async Task<bool> NameAsync(SightingName sighting, KnownPeople people, CancellationToken cancellationToken)
    {
        try
        {
            if (await sightings.FindFacesAsync(sighting, cancellationToken) is not { } seen || seen.Seen.All(face => face.IsKnown)
                || await PictureAsync(sighting, cancellationToken) is not { } picture)
            {
                return false;
            }

            var readings = reader.Read(picture);
            var found = seen.Seen.Where(face => !face.IsKnown).DistinctBy(face => face.Box).ToDictionary(face => face.Box, face => FacePlaces.At(face.Box, readings, picture) is [var one] ? people.Find(one.Description) : null);
            return await sightings.ChangeFacesAsync(sighting, faces => Named(faces, face => found.GetValueOrDefault(face.Box) is { } known ? new(known.Name, known.Confidence) : null, evenKnown: false), cancellationToken);
        }
        catch (Exception exception) when (exception is ModelException or JpegException or InvalidDataException)
        {
            // What was enrolled is enrolled: one picture that cannot be read changes nothing of that.
            logger.FacesNotSeen(sighting.Event, sighting.Frame, exception.Message);
            return false;
        }
    }

    private static SightingFaces Named(SightingFaces faces, Func<SeenFace, NewName?> nameOf, bool evenKnown)
    {
        var now = faces.Seen.Select(face => (evenKnown || !face.IsKnown) && nameOf(face) is { } said ? face with { Name = said.Name, Confidence = Math.Round(said.Confidence, 4) } : face).ToList();
        return now.SequenceEqual(faces.Seen) ? faces : faces with { Seen = now };
    }

    private async Task<byte[]?> PictureAsync(SightingName sighting, CancellationToken cancellationToken)
    {
        await using var picture = await sightings.OpenPictureAsync(sighting, cancellationToken);
        if (picture is null)
        {
            return null;
        }

        using var bytes = new MemoryStream((int)picture.Properties.Bytes);
        await picture.Content.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private sealed record NewName(string Name, double Confidence);
}
