using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Detection;
using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Batches;

/// <summary>
/// Looks at frames: what is in them, and the small picture that shows it. One instance serves one batch at a time; of that, any
/// number of threads may look, and one may paint.
/// </summary>
/// <param name="detector">Shared; not disposed here.</param>
/// <param name="options">What counts.</param>
/// <param name="limits">What a frame may ask of the decoder.</param>
internal sealed class FrameAnalyst(IDetector detector, SightingOptions options, JpegLimits limits) : IDisposable
{
    private readonly PreviewPainter painter = new(limits, options.HideRestInPreviews);

    public SightingModel Model { get; } = new(detector.Model.Name, detector.Model.Sha256);

    /// <returns>Highest score first; empty if there is nothing that counts.</returns>
    /// <exception cref="FrameRejectedException">The frame cannot be decoded.</exception>
    public IReadOnlyList<SeenObject> Look(BatchFrame frame) => [.. Find(detector, frame, options.MinScore).Where(found => options.Counts(found.Label))];

    /// <returns>Everything that a detector finds, highest score first.</returns>
    /// <exception cref="FrameRejectedException">The frame cannot be decoded.</exception>
    public static IReadOnlyList<SeenObject> Find(IDetector detector, BatchFrame frame, float? minScore) => Decode(frame, () =>
        detector.Detect(frame.Jpeg, minScore, Moved(frame))
            .Select(found => new SeenObject(found.Label, Math.Round(found.Score, 4), Share(found.Box, frame.Size)))
            .ToList());

    /// <returns>A JPEG in a pooled buffer that the caller disposes.</returns>
    /// <exception cref="FrameRejectedException">The frame cannot be decoded.</exception>
    public PooledBytes Preview(BatchFrame frame, IReadOnlyList<SeenObject> seen) =>
        Decode(frame, () => painter.Paint(frame.Jpeg.Span, seen.Select(one => one.Box)));

    public void Dispose() => painter.Dispose();

    private static T Decode<T>(BatchFrame frame, Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (JpegException exception)
        {
            throw FrameRejectedException.For(frame.Name.ToString(), exception);
        }
    }

    private static ImageBox? Moved(BatchFrame frame) => frame.Record.MotionBox is { } box
        ? new ImageBox((float)(box.Left * frame.Size.Width), (float)(box.Top * frame.Size.Height), (float)(box.Right * frame.Size.Width), (float)(box.Bottom * frame.Size.Height))
        : null;

    /// <summary>The box in 0..1 of the frame.</summary>
    public static Box Share(ImageBox box, JpegHeader size) => new(
        Share(box.Left, size.Width), Share(box.Top, size.Height), Share(box.Right, size.Width), Share(box.Bottom, size.Height));

    // Five digits are a hundredth of a pixel, and keep the sidecar readable.
    private static double Share(float at, int side) => Math.Round(Math.Clamp(at / (double)side, 0, 1), 5);
}
