using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Detection;
using CloudCctv.Detection.Faces;
using CloudCctv.Imaging.Jpeg;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Faces;

/// <summary>Says whose faces are in the frames that are kept, if that is switched on. Thread-safe.</summary>
/// <param name="reader">Null if it is not; not disposed here.</param>
/// <param name="book">Who is enrolled.</param>
/// <param name="options">How long faces are kept.</param>
/// <param name="time">Now.</param>
/// <param name="logger">Hears of faults.</param>
public sealed class FaceAnalyst(FaceReader? reader, FaceBook book, FaceOptions options, TimeProvider time, ILogger<FaceAnalyst> logger)
{
    // Of a person's box on each side: heads reach out of boxes that models draw.
    private const double Margin = 0.1;

    /// <returns>Who can be known as of now; null if nobody is looked for in this event: faces are off, or it is older than they are kept.</returns>
    public async Task<KnownPeople?> BeginAsync(EventName eventName, CancellationToken cancellationToken) =>
        reader is null || DateOnly.FromDateTime(eventName.Start.UtcDateTime) < options.FirstDayKept(time.GetUtcNow())
            ? null
            : await book.OpenAsync(reader, cancellationToken);

    /// <summary>Looks for faces in and around what counts.</summary>
    /// <returns>Null if the models failed: a fault of faces never costs a sighting.</returns>
    internal SightingFaces? Look(BatchFrame frame, EventName eventName, IReadOnlyList<SeenObject> seen, KnownPeople people)
    {
        try
        {
            var places = seen.Select(one => Grown(one.Box)).ToList();
            var faces = reader!.Read(frame.Jpeg, Around(places, frame.Size));
            return new SightingFaces(reader.Method, [.. faces.Select(face => Named(face, frame.Size, people)).Where(face => places.Exists(place => HoldsMiddle(place, face.Box)))]);
        }
        catch (Exception exception) when (exception is ModelException or JpegException)
        {
            logger.FacesNotSeen(eventName, frame.Name, exception.Message);
            return null;
        }
    }

    private static SeenFace Named(FaceReading face, JpegHeader size, KnownPeople people)
    {
        var found = people.Find(face.Description);
        return new SeenFace(
            FrameAnalyst.Share(face.Face.Box, size), Math.Round(face.Face.Score, 4),
            found?.Name ?? SeenFace.Unknown, found is { } known ? Math.Round(known.Confidence, 4) : null);
    }

    private static Box Grown(Box box)
    {
        double across = box.Width * Margin, down = box.Height * Margin;
        return new Box(Math.Max(0, box.Left - across), Math.Max(0, box.Top - down), Math.Min(1, box.Right + across), Math.Min(1, box.Bottom + down));
    }

    private static ImageBox Around(List<Box> places, JpegHeader size) => new(
        (float)(places.Min(one => one.Left) * size.Width), (float)(places.Min(one => one.Top) * size.Height),
        (float)(places.Max(one => one.Right) * size.Width), (float)(places.Max(one => one.Bottom) * size.Height));

    private static bool HoldsMiddle(Box place, Box face)
    {
        double x = (face.Left + face.Right) / 2, y = (face.Top + face.Bottom) / 2;
        return x >= place.Left && x <= place.Right && y >= place.Top && y <= place.Bottom;
    }
}
