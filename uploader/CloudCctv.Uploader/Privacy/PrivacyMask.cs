using CloudCctv.Contracts.Geometry;
using CloudCctv.Imaging.Erasing;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;

namespace CloudCctv.Uploader.Privacy;

/// <summary>Takes the areas that a camera must not show out of its pictures. Thread-safe.</summary>
internal sealed class PrivacyMask(IReadOnlyList<Polygon> areas) : IDisposable
{
    private readonly Lock gate = new();
    private readonly JpegEraser jpegs = new(CoversOf(areas));
    private readonly PlaneEraser planes = new(CoversOf(areas));

    /// <summary>Null if there is nothing to hide.</summary>
    public static PrivacyMask? Of(PrivacyOptions options) => options.Masks.Count > 0 ? new PrivacyMask(options.Masks) : null;

    /// <summary>Whether one of some areas lies in a rectangle.</summary>
    public static Covers CoversOf(IReadOnlyList<Polygon> areas) =>
        (left, top, right, bottom) => areas.Any(area => area.Touches(new Box(left, top, right, bottom)));

    /// <summary>The frame without the areas. It takes the place of this one, which must not be used again.</summary>
    /// <exception cref="JpegException">It cannot be read. The frame is still the caller's, who must not show it to anybody.</exception>
    public Frame Apply(Frame frame)
    {
        lock (gate)
        {
            switch (frame.Format)
            {
                case FrameFormat.Jpeg:
                    var erased = frame.AsJpeg(jpegs.Erase(frame.Data.Span));
                    frame.Dispose();
                    return erased;
                case FrameFormat.Luma:
                    planes.EvenLuma(frame.Data.Span, frame.Width, frame.Height, scale: 4);
                    frame.Later?.Cover(Apply);
                    return frame;
                default:
                    planes.EraseYuv420(frame.Data.Span, frame.Width, frame.Height);
                    return frame;
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            jpegs.Dispose();
        }
    }

    private void Apply(RawPicture picture)
    {
        lock (gate)
        {
            planes.EraseYuv420(picture.Data.Span, picture.Width, picture.Height);
        }
    }
}
