using CloudCctv.Detection;
using CloudCctv.Detection.Faces;
using CloudCctv.Detection.Faces.Lbph;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Tests.Faces;

/// <summary>A small real detector: faces are the blue squares of <see cref="FacePicture"/>.</summary>
internal sealed class BlueFaceDetector(string name = "blue") : IDetector
{
    private const int Places = 2;

    public ModelIdentity Model { get; } = new(name, new string('b', 64));

    /// <summary>Runs before each picture.</summary>
    public Action BeforeFrame { get; set; } = () => { };

    public static FaceReader Reader(BlueFaceDetector? detector = null) => new(detector ?? new BlueFaceDetector(), new LbphDescriber(), 40);

    public IReadOnlyList<DetectedObject> Detect(ReadOnlyMemory<byte> jpeg, float? minScore = null, ImageBox? attention = null)
    {
        BeforeFrame();
        using var decoder = new JpegDecoder();
        var size = decoder.ReadHeader(jpeg.Span);
        var rgb = new byte[size.Pixels * 3];
        decoder.DecodeRgb(jpeg.Span, JpegScale.Full, rgb);
        var faces = new List<DetectedObject>();
        for (var place = 0; place < Places && size.Width == 640; place++)
        {
            int left = 180 + (place * 160), top = 160, middle = (((top + 50) * size.Width) + left + 50) * 3;
            if (rgb[middle + 2] > 150 && rgb[middle] < 120)
            {
                faces.Add(new DetectedObject("face", 0.9f, new ImageBox(left, top, left + FacePicture.FacePixels, top + FacePicture.FacePixels)));
            }
        }

        return faces;
    }

    public void Dispose()
    {
    }
}
