using System.Collections.Concurrent;
using CloudCctv.Detection.Faces.Embedding;
using CloudCctv.Detection.Faces.Haar;
using CloudCctv.Detection.Faces.Lbph;
using CloudCctv.Detection.SecondLook;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Faces;

/// <summary>Finds the faces in a picture and describes each. Safe for any number of threads.</summary>
/// <param name="detector">Finds them; disposed here.</param>
/// <param name="describer">Describes them; disposed here.</param>
/// <param name="minFacePixels">Longer side of the smallest face that is described.</param>
public sealed class FaceReader(IDetector detector, IFaceDescriber describer, int minFacePixels) : IDisposable
{
    /// <summary>The detector that needs no model.</summary>
    public const string Haar = "haar";

    /// <summary>The describer that needs no model.</summary>
    public const string Lbph = "lbph";

    private readonly ConcurrentBag<FaceCutter> idle = [];

    public IFaceDescriber Describer => describer;

    /// <summary>Who finds and who describes. What has been described by another is not to be compared.</summary>
    public string Method { get; } = $"{describer.Method}+{detector.Model.Name}-{detector.Model.Sha256[..8]}";

    /// <summary>Opens what the choice names.</summary>
    /// <exception cref="ModelException">A file is missing or wrong.</exception>
    public static FaceReader Open(FaceReaderChoice choice)
    {
        IDetector detector = choice.Detector == Haar
            ? HaarFaceDetector.Open(choice.Cascade, choice.MinFacePixels)
            : ObjectDetector.Open(new DetectorOptions { ModelPath = choice.Detector, SecondLook = SecondLookMode.Motion, SecondLookBelow = 1 });
        try
        {
            IFaceDescriber describer = choice.Recogniser == Lbph ? new LbphDescriber(choice.MaxDistance) : FaceEmbedder.Open(choice.Recogniser);
            return new FaceReader(detector, describer, choice.MinFacePixels);
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    /// <summary>The faces of a picture, largest first.</summary>
    /// <param name="jpeg">The bytes of a JPEG file.</param>
    /// <param name="attention">Where to look, in pixels of the picture; null for everywhere.</param>
    /// <exception cref="JpegException">The picture cannot be decoded.</exception>
    /// <exception cref="ModelException">A model failed.</exception>
    public IReadOnlyList<FaceReading> Read(ReadOnlyMemory<byte> jpeg, ImageBox? attention = null)
    {
        var faces = detector.Detect(jpeg, attention: attention)
            .Where(face => Math.Max(face.Box.Width, face.Box.Height) >= minFacePixels)
            .OrderByDescending(face => face.Box.Width * face.Box.Height)
            .ToList();
        var cutter = idle.TryTake(out var kept) ? kept : new FaceCutter();
        try
        {
            var cuts = cutter.Cut(jpeg.Span, [.. faces.Select(FaceFrame.Of)], describer.SidePixels);
            return [.. faces.Zip(cuts, (face, cut) => new FaceReading(face, cut, describer.Describe(cut)))];
        }
        finally
        {
            idle.Add(cutter);
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var cutter))
        {
            cutter.Dispose();
        }

        detector.Dispose();
        describer.Dispose();
    }
}

/// <param name="Face">Where it is.</param>
/// <param name="Rgb">The face by itself, upright, R, G, B bytes; its side is the describer's.</param>
/// <param name="Description">What it is compared by.</param>
public sealed record FaceReading(DetectedObject Face, byte[] Rgb, byte[] Description);

/// <param name="Detector"><see cref="FaceReader.Haar"/>, or an .onnx file that finds faces.</param>
/// <param name="Cascade">The cascade's XML file; null for Debian's.</param>
/// <param name="Recogniser"><see cref="FaceReader.Lbph"/>, or an .onnx file of the family <c>embedding</c>.</param>
/// <param name="MaxDistance">See <see cref="LbphDescriber"/>.</param>
/// <param name="MinFacePixels">Longer side of the smallest face.</param>
public sealed record FaceReaderChoice(string Detector, string? Cascade, string Recogniser, double MaxDistance, int MinFacePixels);
