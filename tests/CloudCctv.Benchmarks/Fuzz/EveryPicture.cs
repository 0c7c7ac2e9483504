using CloudCctv.Detection;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Benchmarks.Fuzz;

/// <summary>Decodes a picture as a detector does, and sees somebody in all of it: every frame that gets through becomes a sighting.</summary>
internal sealed class EveryPicture : IDetector
{
    public ModelIdentity Model { get; } = new("every-picture", new string('a', 64));

    public IReadOnlyList<DetectedObject> Detect(ReadOnlyMemory<byte> jpeg, float? minScore = null, ImageBox? attention = null)
    {
        using var decoder = new JpegDecoder();
        var size = decoder.ReadHeader(jpeg.Span);
        decoder.DecodeLuma(jpeg.Span, JpegScale.Eighth, new byte[JpegScale.Eighth.Scaled(size.Width) * JpegScale.Eighth.Scaled(size.Height)]);
        return [new DetectedObject("person", 0.9f, new ImageBox(0, 0, size.Width, size.Height))];
    }

    public void Dispose()
    {
    }
}
