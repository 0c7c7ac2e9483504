using CloudCctv.Analysis.Batches;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Detection.Faces;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Faces.Enrolment;

/// <summary>Finds a face again that was found before: looked for in another part of the picture, its box is a little different.</summary>
internal static class FacePlaces
{
    private const double LeastOverlap = 0.3;

    /// <returns>The reading that covers the place best; empty if none does.</returns>
    public static IReadOnlyList<FaceReading> At(Box place, IReadOnlyList<FaceReading> faces, ReadOnlySpan<byte> jpeg)
    {
        using var decoder = new JpegDecoder();
        var size = decoder.ReadHeader(jpeg);
        return faces.MaxBy(face => Overlap(place, FrameAnalyst.Share(face.Face.Box, size))) is { } best && Overlap(place, FrameAnalyst.Share(best.Face.Box, size)) >= LeastOverlap ? [best] : [];
    }

    /// <summary>Intersection over union, 0 to 1.</summary>
    public static double Overlap(Box a, Box b)
    {
        var width = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left);
        var height = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top);
        var shared = Math.Max(0, width) * Math.Max(0, height);
        var all = (a.Width * a.Height) + (b.Width * b.Height) - shared;
        return all > 0 ? shared / all : 0;
    }
}
