using CloudCctv.Detection.Faces.Lbph;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests.Faces.Lbph;

public sealed class LbphTests
{
    private const int Side = 100;

    private const string Script =
        """
        import sys, cv2, numpy
        one, other = (numpy.fromfile(name, numpy.uint8).reshape(100, 100) for name in sys.argv[1:3])
        recogniser = cv2.face.LBPHFaceRecognizer_create(1, 8, 8, 8)
        recogniser.train([one], numpy.array([1]))
        print(recogniser.predict(other)[1])
        """;

    /// <summary>By hand: centre 50; right, upper and lower pixels brighter; the diagonals are means of what is around them.</summary>
    [Theory]
    [InlineData(new byte[] { 50, 50, 50, 50, 50, 50, 50, 50, 50 }, 255)]
    [InlineData(new byte[] { 10, 10, 10, 10, 50, 10, 10, 10, 10 }, 0)]
    [InlineData(new byte[] { 10, 10, 10, 10, 50, 90, 10, 10, 10 }, 1)]
    [InlineData(new byte[] { 10, 90, 90, 10, 50, 90, 10, 10, 10 }, 1 + 2 + 4)]
    [InlineData(new byte[] { 10, 10, 10, 10, 50, 10, 10, 90, 10 }, 64)]
    [InlineData(new byte[] { 10, 10, 10, 10, 50, 10, 120, 90, 10 }, 32 + 64)]
    public void Codes_NineHandWrittenPixels_AreTheCodeByHand(byte[] pixels, int code)
    {
        Span<byte> codes = stackalloc byte[1];
        LocalBinaryPatterns.Codes(pixels, 3, codes);
        Assert.Equal(code, codes[0]);
    }

    [Fact]
    public void Codes_Noise_AreThoseOfTheNaiveTwin()
    {
        var pixels = Noise(11);
        var codes = new byte[(Side - 2) * (Side - 2)];

        LocalBinaryPatterns.Codes(pixels, Side, codes);

        Assert.Equal(NaiveCodes(pixels), codes);
    }

    [Fact]
    public void Histograms_AnyPicture_CountEveryPixelOfEveryCellOnce()
    {
        var histograms = LbphDescriber.Histograms(Noise(5));

        Assert.Equal(8 * 8 * 256, histograms.Length);
        Assert.All(histograms.Chunk(256), cell => Assert.Equal(144, cell.Sum(count => count)));
    }

    [Fact]
    public void Distance_TwoPictures_IsTheFormulas()
    {
        byte[] a = LbphDescriber.Histograms(Noise(1)), b = LbphDescriber.Histograms(Noise(2));

        var naive = 2 * a.Zip(b, (x, y) => x + y == 0 ? 0 : Math.Pow((x - y) / 144.0, 2) / ((x + y) / 144.0)).Sum();

        Assert.Equal(naive, LbphDescriber.Distance(a, b), 1e-3);
        Assert.Equal(0, LbphDescriber.Distance(a, a));
        Assert.Equal(LbphDescriber.Distance(b, a), LbphDescriber.Distance(a, b), 1e-9);
    }

    [Fact]
    public void Distance_NothingInCommon_IsFourForEachCell()
    {
        var (a, b) = (new byte[16384], new byte[16384]);
        for (var cell = 0; cell < 64; cell++)
        {
            (a[cell * 256], b[(cell * 256) + 1]) = (144, 144);
        }

        Assert.Equal(256, LbphDescriber.Distance(a, b), 1e-3);
        using var describer = new LbphDescriber();
        Assert.Equal((0, 1), (describer.Likeness(a, b), describer.Likeness(a, a)));
    }

    [Fact]
    public void Likeness_TheLargestDistanceThatCounts_IsTheThreshold()
    {
        byte[] a = LbphDescriber.Histograms(Noise(1)), b = LbphDescriber.Histograms(Noise(2));
        using var describer = new LbphDescriber(LbphDescriber.Distance(a, b));
        Assert.Equal(describer.SameFrom, describer.Likeness(a, b), 1e-9);
    }

    [Fact]
    public void Distance_TwoRealFaces_IsOpenCvs()
    {
        using var folder = new TempFolder();
        var faces = new[] { Portraits.One, Portraits.Other }.Select(name => Centre(name)).ToList();
        File.WriteAllBytes(folder.File("one"), faces[0]);
        File.WriteAllBytes(folder.File("other"), faces[1]);

        var theirs = Assert.Single(OpenCv.Numbers(Script, folder.File("one"), folder.File("other")));
        var ours = LbphDescriber.Distance(LbphDescriber.Histograms(faces[0]), LbphDescriber.Histograms(faces[1]));

        TestContext.Current.TestOutputHelper?.WriteLine($"OpenCV {theirs}, ours {ours}");
        Assert.Equal(1, ours / theirs, 0.02);
    }

    private static byte[] Centre(string name)
    {
        var (luma, size) = Portraits.Luma(Portraits.Read(name));
        return [.. Enumerable.Range(0, Side * Side).Select(i => luma[(((size.Height / 2) - 100 + (i / Side)) * size.Width) + (size.Width / 2) - 50 + (i % Side)])];
    }

    private static byte[] Noise(int seed)
    {
        var pixels = new byte[Side * Side];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }

    /// <summary>Points of the circle by sine and cosine, between pixels bilinearly, in double precision.</summary>
    private static byte[] NaiveCodes(byte[] pixels)
    {
        var codes = new byte[(Side - 2) * (Side - 2)];
        for (var i = 0; i < codes.Length; i++)
        {
            int x = 1 + (i % (Side - 2)), y = 1 + (i / (Side - 2));
            for (var n = 0; n < 8; n++)
            {
                var (atX, atY) = (x + Math.Cos(Math.PI * n / 4), y - Math.Sin(Math.PI * n / 4));
                codes[i] |= (byte)((Between(atX, atY) >= pixels[(y * Side) + x] - 1e-3 ? 1 : 0) << n);
            }
        }

        return codes;

        double Between(double x, double y)
        {
            int left = (int)Math.Floor(x + 1e-9), top = (int)Math.Floor(y + 1e-9);
            double across = x - left, down = y - top;
            return ((1 - down) * (((1 - across) * At(left, top)) + (across * At(left + 1, top)))) + (down * (((1 - across) * At(left, top + 1)) + (across * At(left + 1, top + 1))));
        }

        double At(int x, int y) => pixels[(Math.Min(y, Side - 1) * Side) + Math.Min(x, Side - 1)];
    }
}
