using CloudCctv.Uploader.Objects.Comparison;

namespace CloudCctv.Uploader.Tests.Objects.Comparison;

public sealed class SsimTests
{
    private const int Width = 64;
    private const int Height = 48;

    // The fast one counts in floats.
    private const double Tolerance = 5e-4;

    [Fact]
    public void Map_OfAPictureAndItself_IsOneEverywhere() => Assert.All(Map(Waves(), Waves(), Width, Height), one => Assert.Equal(1, one, Tolerance));

    [Theory]
    [InlineData(100, 100)]
    [InlineData(100, 200)]
    [InlineData(0, 255)]
    [InlineData(3, 9)]
    public void Map_OfTwoEvenPictures_IsTheLuminanceTermAlone(byte a, byte b)
    {
        const double c1 = 0.01 * 255 * 0.01 * 255;
        var expected = ((2.0 * a * b) + c1) / (((double)a * a) + ((double)b * b) + c1);

        Assert.All(Map(Even(a), Even(b), Width, Height), one => Assert.Equal(expected, one, Tolerance));
    }

    [Theory]
    [InlineData(64, 48)]
    [InlineData(61, 33)]
    [InlineData(17, 5)]
    [InlineData(8, 8)]
    [InlineData(3, 2)]
    [InlineData(1, 1)]
    public void Map_RandomPictures_IsWhatTheNaiveOneSays(int width, int height)
    {
        var random = new Random(7);
        var a = new byte[width * height];
        random.NextBytes(a);
        var b = a.Select(level => (byte)Math.Clamp(level + random.Next(-60, 60), 0, 255)).ToArray();

        var map = Map(a, b, width, height);

        var naive = NaiveSsim.Map(a, b, width, height);
        for (var i = 0; i < map.Length; i++)
        {
            Assert.Equal(naive[i], map[i], Tolerance);
        }
    }

    // scikit-image 0.19.3: structural_similarity(a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False,
    // data_range=255, full=True), whose authors hold it against the paper's own program.
    [Fact]
    public void Map_WavesWithAPatchAndAnotherLight_IsWhatScikitImageSays()
    {
        var ssim = new Ssim(Width, Height);
        var map = new float[Width * Height];
        ssim.Map(Waves(), Patched(), map);

        Assert.Equal(0.7174186355673239, ssim.Mean(map), Tolerance);
        (int Y, int X, double Expected)[] points =
        [
            (0, 0, 0.7138621385114591), (5, 5, 0.9895361955587378), (20, 30, 0.6224366970054269), (12, 40, -0.20499647092255766),
            (40, 60, 0.9941927483471269), (47, 63, 0.9954184862012134), (29, 44, 0.1583071222356793), (9, 20, -0.19032876510037489),
        ];
        Assert.All(points, point => Assert.Equal(point.Expected, map[(point.Y * Width) + point.X], Tolerance));
    }

    [Fact]
    public void Map_CalledAgain_KnowsNothingOfTheCallBefore()
    {
        var ssim = new Ssim(Width, Height);
        var (map, alone) = (new float[Width * Height], Map(Waves(), Patched(), Width, Height));
        ssim.Map(Even(0), Even(255), map);

        ssim.Map(Waves(), Patched(), map);

        Assert.Equal(alone, map);
    }

    private static float[] Map(byte[] a, byte[] b, int width, int height)
    {
        var map = new float[width * height];
        new Ssim(width, height).Map(a, b, map);
        return map;
    }

    private static byte[] Even(byte level) => [.. Enumerable.Repeat(level, Width * Height)];

    private static byte[] Waves() => Picture((x, y) => ((x * 7) + (y * 3) + (x * y / 5)) % 256);

    private static byte[] Patched() => Picture((x, y) =>
        Math.Clamp(((y is >= 10 and < 30 && x is >= 20 and < 45 ? ((x * 11) + (y * 29)) % 256 : ((x * 7) + (y * 3) + (x * y / 5)) % 256) * 9 / 10) + 12, 0, 255));

    private static byte[] Picture(Func<int, int, int> level) => [.. Enumerable.Range(0, Width * Height).Select(i => (byte)level(i % Width, i / Width))];
}
