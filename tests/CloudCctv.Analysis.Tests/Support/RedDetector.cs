using System.Collections.Concurrent;
using CloudCctv.Detection;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>A small real detector: people are red (see <see cref="Picture"/>), and their score is their share of the picture's height.</summary>
internal sealed class RedDetector : IDetector
{
    public ModelIdentity Model { get; } = new("red", new string('a', 64));

    public int Lanes { get; init; } = 1;

    /// <summary>Runs before each frame.</summary>
    public Action BeforeFrame { get; set; } = () => { };

    /// <summary>Where it was told that something moved, one for each frame.</summary>
    public ConcurrentBag<ImageBox?> Attention { get; } = [];

    public IReadOnlyList<DetectedObject> Detect(ReadOnlyMemory<byte> jpeg, float? minScore = null, ImageBox? attention = null)
    {
        Attention.Add(attention);
        BeforeFrame();
        using var decoder = new JpegDecoder();
        var size = decoder.ReadHeader(jpeg.Span);
        var rgb = new byte[size.Pixels * 3];
        decoder.DecodeRgb(jpeg.Span, JpegScale.Full, rgb);
        var red = Enumerable.Range(0, (int)size.Pixels)
            .Where(i => rgb[i * 3] > 180 && rgb[(i * 3) + 1] < 80)
            .Select(i => (X: i % size.Width, Y: i / size.Width))
            .ToList();
        return red.Count == 0
            ? []
            : [new DetectedObject("person", (red.Max(p => p.Y) + 1 - red.Min(p => p.Y)) / (float)size.Height, new ImageBox(red.Min(p => p.X), red.Min(p => p.Y), red.Max(p => p.X) + 1, red.Max(p => p.Y) + 1))];
    }

    public void Dispose()
    {
    }
}
