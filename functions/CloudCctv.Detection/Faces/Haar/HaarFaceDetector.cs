using System.Collections.Concurrent;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Faces.Haar;

/// <summary>
/// Finds faces from the front with a Haar cascade: no model to download, but the file of Debian's package <c>opencv-data</c>. It
/// knows no probabilities: the score of a face that n windows have found is n / (n + 3). Looks only at the region of attention,
/// if one is given. Safe for any number of threads.
/// </summary>
public sealed class HaarFaceDetector : IDetector
{
    private const string Label = "face";

    // Longer regions are halved first: a face that large is as well found in a quarter of the time.
    private const int MaxRegionPixels = 1920;

    private const float HalfSure = 3;

    private readonly HaarCascade cascade;
    private readonly int minFacePixels;
    private readonly ConcurrentBag<Bench> idle = [];

    private HaarFaceDetector(HaarCascade cascade, ModelIdentity model, int minFacePixels) => (this.cascade, Model, this.minFacePixels) = (cascade, model, minFacePixels);

    public ModelIdentity Model { get; }

    /// <summary>A face must be found by more windows than this.</summary>
    public int MinNeighbours { get; init; } = 5;

    /// <param name="cascade">An XML file; null for the place where Debian puts it.</param>
    /// <param name="minFacePixels">Side of the smallest face.</param>
    /// <exception cref="ModelException">The file is missing or is no Haar cascade.</exception>
    public static HaarFaceDetector Open(string? cascade = null, int minFacePixels = 24)
    {
        var (read, model) = CascadeFile.Read(cascade ?? CascadeFile.DebianPath);
        return new HaarFaceDetector(read, model, minFacePixels);
    }

    public IReadOnlyList<DetectedObject> Detect(ReadOnlyMemory<byte> jpeg, float? minScore = null, ImageBox? attention = null)
    {
        var bench = idle.TryTake(out var kept) ? kept : new Bench(cascade);
        try
        {
            return [.. Detect(bench, jpeg.Span, attention).Where(face => face.Score >= (minScore ?? 0)).OrderByDescending(face => face.Score)];
        }
        finally
        {
            idle.Add(bench);
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var bench))
        {
            bench.Decoder.Dispose();
        }
    }

    private List<DetectedObject> Detect(Bench bench, ReadOnlySpan<byte> jpeg, ImageBox? attention)
    {
        var full = bench.Decoder.ReadHeader(jpeg);
        var region = (attention ?? new ImageBox(0, 0, full.Width, full.Height)).ClippedTo(full.Width, full.Height);
        var scale = Math.Max(region.Width, region.Height) > MaxRegionPixels ? JpegScale.Half : JpegScale.Full;
        var (luma, size) = bench.Decode(jpeg, full, scale);
        var factor = (float)full.Width / size.Width;
        int left = (int)(region.Left / factor), top = (int)(region.Top / factor);
        int width = Math.Min((int)MathF.Ceiling(region.Right / factor), size.Width) - left, height = Math.Min((int)MathF.Ceiling(region.Bottom / factor), size.Height) - top;
        if (width <= 0 || height <= 0)
        {
            return [];
        }

        var windows = bench.Search.Find(bench.Crop(luma, size.Width, left, top, width, height), width, height, (int)(minFacePixels / factor));
        return [.. WindowGroups.Of(windows, MinNeighbours).Select(group => new DetectedObject(
            Label, group.Count / (group.Count + HalfSure), BoxOf(group.Window, left, top, factor).ClippedTo(full.Width, full.Height)))];
    }

    private static ImageBox BoxOf(FaceWindow window, int left, int top, float factor) => new(
        (left + window.Left) * factor, (top + window.Top) * factor, (left + window.Left + window.Width) * factor, (top + window.Top + window.Height) * factor);

    /// <summary>What one picture in flight needs.</summary>
    private sealed class Bench(HaarCascade cascade)
    {
        private byte[] picture = [];
        private byte[] part = [];

        public JpegDecoder Decoder { get; } = new();

        public CascadeSearch Search { get; } = new(cascade);

        public (byte[] Luma, JpegHeader Size) Decode(ReadOnlySpan<byte> jpeg, JpegHeader full, JpegScale scale)
        {
            var bytes = scale.Scaled(full.Width) * scale.Scaled(full.Height);
            picture = picture.Length < bytes ? new byte[bytes] : picture;
            return (picture, Decoder.DecodeLuma(jpeg, scale, picture));
        }

        public ReadOnlySpan<byte> Crop(byte[] luma, int stride, int left, int top, int width, int height)
        {
            part = part.Length < width * height ? new byte[width * height] : part;
            for (var y = 0; y < height; y++)
            {
                luma.AsSpan(((top + y) * stride) + left, width).CopyTo(part.AsSpan(y * width));
            }

            return part.AsSpan(0, width * height);
        }
    }
}
