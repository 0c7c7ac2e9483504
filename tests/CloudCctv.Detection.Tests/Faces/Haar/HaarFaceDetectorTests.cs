using CloudCctv.Detection.Evaluation;
using CloudCctv.Detection.Faces.Haar;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests.Faces.Haar;

public sealed class HaarFaceDetectorTests
{
    private const string Script =
        """
        import sys, cv2, numpy
        image = numpy.fromfile(sys.argv[1], numpy.uint8).reshape(int(sys.argv[3]), int(sys.argv[2]))
        cascade = cv2.CascadeClassifier(sys.argv[4])
        for box in cascade.detectMultiScale(image, 1.1, int(sys.argv[5]), minSize=(int(sys.argv[6]),) * 2):
            print(*box)
        """;

    [Theory]
    [InlineData(Portraits.One)]
    [InlineData(Portraits.Other)]
    public void Detect_Portrait_IsOneFaceAboutInTheMiddle(string picture)
    {
        using var detector = HaarFaceDetector.Open(Portraits.Cascade(), minFacePixels: 60);
        var jpeg = Portraits.Read(picture);
        var size = Portraits.Luma(jpeg).Size;

        var face = Assert.Single(detector.Detect(jpeg));

        Assert.Equal("face", face.Label);
        Assert.InRange(face.Score, 0.6f, 1);
        Assert.InRange((face.Box.Left + face.Box.Right) / 2 / size.Width, 0.3, 0.7);
        Assert.InRange(face.Box.Width / size.Width, 0.2, 0.8);
    }

    [Fact]
    public void Detect_FaceOutsideTheRegionOfAttention_IsNotSeen()
    {
        using var detector = HaarFaceDetector.Open(Portraits.Cascade(), minFacePixels: 60);
        var jpeg = Portraits.Read(Portraits.One);
        var face = Assert.Single(detector.Detect(jpeg));

        var around = new ImageBox(face.Box.Left - 20, face.Box.Top - 20, face.Box.Right + 20, face.Box.Bottom + 20);
        Assert.InRange(Overlap.OverUnion(face.Box, Assert.Single(detector.Detect(jpeg, attention: around)).Box), 0.7, 1);
        Assert.Empty(detector.Detect(jpeg, attention: new ImageBox(0, 0, face.Box.Left + 40, face.Box.Top + 40)));
        Assert.Empty(detector.Detect(jpeg, minScore: 1));
        Assert.Empty(detector.Detect(jpeg, attention: new ImageBox(-50, -50, -10, -10)));
    }

    /// <summary>The same numbers as OpenCV's own, on the same pixels: its boxes are ours, but for what rounding does.</summary>
    [Theory]
    [InlineData(Portraits.One, 24)]
    [InlineData(Portraits.Other, 24)]
    [InlineData(Portraits.Other, 60)]
    [InlineData("messi5.jpg", 24)]
    public void Find_SamePixels_AgreesWithOpenCv(string picture, int minSide)
    {
        var (luma, size) = Portraits.Luma(Portraits.Read(picture));
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("luma"), luma);
        var theirs = OpenCv.Numbers(Script, folder.File("luma"), $"{size.Width}", $"{size.Height}", Portraits.Cascade(), "3", $"{minSide}")
            .Chunk(4).Select(box => new ImageBox((float)box[0], (float)box[1], (float)(box[0] + box[2]), (float)(box[1] + box[3]))).ToList();

        var search = new CascadeSearch(CascadeFile.Read(Portraits.Cascade()).Cascade);
        var ours = WindowGroups.Of(search.Find(luma, size.Width, size.Height, minSide), 3)
            .Select(group => new ImageBox(group.Window.Left, group.Window.Top, group.Window.Left + group.Window.Width, group.Window.Top + group.Window.Height)).ToList();

        TestContext.Current.TestOutputHelper?.WriteLine($"{picture}: OpenCV {theirs.Count}, ours {ours.Count}");
        var agreed = theirs.Count(box => ours.Exists(other => Overlap.OverUnion(box, other) > 0.85));
        Assert.NotEmpty(theirs);
        Assert.InRange(agreed, Math.Max(1, theirs.Count - 1), theirs.Count);
        Assert.InRange(ours.Count, theirs.Count - 1, theirs.Count + 1);
    }

    [Fact]
    public void Detect_NoPicture_Throws()
    {
        using var detector = HaarFaceDetector.Open(Portraits.Cascade());
        Assert.Throws<JpegException>(() => detector.Detect("no picture"u8.ToArray()));
    }
}
