using CloudCctv.Detection.Faces.Haar;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests.Faces.Haar;

public sealed class CascadeScanTests
{
    [Fact]
    public void Run_Noise_FindsWhatTheNaiveTwinFinds()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("tiny.xml"), TinyCascade.Xml);
        var cascade = CascadeFile.Read(folder.File("tiny.xml")).Cascade;
        var random = new Random(7);
        List<(int X, int Y)> all = [];
        for (var round = 0; round < 5; round++)
        {
            int width = 40 + round, height = 30 + (2 * round);
            var pixels = new byte[width * height];
            random.NextBytes(pixels);
            var image = new IntegralImage();
            image.Fill(pixels, width, height);
            var found = new List<(int X, int Y)>();

            new CascadeScan(cascade).Run(image, width, height, step: 1, found);

            // A step more behind a window that fails at once.
            Assert.Equal(NaiveCascade.Windows(cascade, pixels, width, height), found);
            all.AddRange(found);
        }

        Assert.InRange(all.Count, 50, 3000);
    }

    [Fact]
    public void Run_OneScanPicturesOfTwoSizes_KeepsNothingOfTheFirst()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("tiny.xml"), TinyCascade.Xml);
        var scan = new CascadeScan(CascadeFile.Read(folder.File("tiny.xml")).Cascade);
        var image = new IntegralImage();
        var pixels = new byte[64 * 64];
        new Random(3).NextBytes(pixels);
        var (first, again) = (Found(64), (List<(int, int)>?)null);
        Found(20);
        again = Found(64);

        Assert.Equal(first, again);
        Assert.NotEmpty(first);

        List<(int X, int Y)> Found(int side)
        {
            var found = new List<(int X, int Y)>();
            image.Fill(pixels, side, side);
            scan.Run(image, side, side, 1, found);
            return found;
        }
    }

    [Fact]
    public void Run_FlatPicture_FindsNothing()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("tiny.xml"), TinyCascade.Xml);
        var image = new IntegralImage();
        image.Fill(Enumerable.Repeat((byte)200, 400).ToArray(), 20, 20);
        var found = new List<(int X, int Y)>();

        new CascadeScan(CascadeFile.Read(folder.File("tiny.xml")).Cascade).Run(image, 20, 20, 1, found);

        Assert.Empty(found);
    }
}
