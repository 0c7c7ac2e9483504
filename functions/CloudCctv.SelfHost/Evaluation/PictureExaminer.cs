using CloudCctv.Detection;
using CloudCctv.Detection.Evaluation;
using CloudCctv.Detection.Evaluation.Labels;
using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.SelfHost.Evaluation;

/// <summary>Lets the detector look at every labelled picture.</summary>
/// <param name="detector">Asked for everything down to <see cref="Floor"/>.</param>
/// <param name="label">The class asked for.</param>
internal sealed class PictureExaminer(IDetector detector, string label) : IDisposable
{
    /// <summary>Average precision needs what is found far below any threshold of use.</summary>
    public const float Floor = 0.01f;

    private readonly JpegDecoder decoder = new();

    /// <summary>Time in the detector so far, decoding included.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <exception cref="JpegException">The picture cannot be decoded.</exception>
    /// <exception cref="LabelException">The labels are for a picture of another size.</exception>
    public ExaminedPicture Examine(string name, byte[] jpeg, LabelSet labels)
    {
        var size = decoder.ReadHeader(jpeg);
        var truths = labels.TruthsOf(name, size);
        var started = TimeProvider.System.GetTimestamp();
        var found = detector.Detect(jpeg, Floor);
        Elapsed += TimeProvider.System.GetElapsedTime(started);
        return new ExaminedPicture(name, size.Width, size.Height, Brightness(jpeg, size), truths, [.. found.Where(one => one.Label == label)]);
    }

    public void Dispose() => decoder.Dispose();

    private double Brightness(byte[] jpeg, JpegHeader size)
    {
        const JpegScale Scale = JpegScale.Eighth;
        using var luma = PooledBytes.Rent(Scale.Scaled(size.Width) * Scale.Scaled(size.Height));
        decoder.DecodeLuma(jpeg, Scale, luma.Span);
        long sum = 0;
        foreach (var point in luma.Span)
        {
            sum += point;
        }

        return sum / (double)luma.Length;
    }
}
