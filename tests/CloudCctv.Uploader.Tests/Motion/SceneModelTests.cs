using CloudCctv.Uploader.Motion.Adaptive;

namespace CloudCctv.Uploader.Tests.Motion;

public sealed class SceneModelTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(33, 18)]
    [InlineData(192, 144)]
    [InlineData(483, 271)]
    public void Compare_SeveralPictures_EqualsNaiveTwin(int width, int height)
    {
        var random = new Random(width);
        var model = new SceneModel(width, height);
        var twin = new NaiveSceneModel(width, height);
        var blocks = model.BlocksWide * model.BlocksHigh;
        var counts = new BlockCounts(blocks);
        var picture = new byte[width * height];

        foreach (var (slow, fast, light) in new[] { (0, 0, 0), (1, 2, 0), (6, 2, 64), (4, 1, -1280), (6, 2, 1280), (9, 5, 0) })
        {
            random.NextBytes(picture);
            short[] thresholds = [.. Enumerable.Range(0, blocks).Select(_ => (short)random.Next(1, short.MaxValue))];

            var drift = model.Compare(picture, thresholds, new Pace(slow, fast, (short)light), counts);

            var expected = twin.Compare(picture, thresholds, slow, fast, light);
            Assert.Equal(expected.Changed, Enumerable.Range(0, blocks).Select(counts.Changed));
            Assert.Equal(expected.Moving, Enumerable.Range(0, blocks).Select(counts.Moving));
            Assert.Equal(expected.Spread, counts.Spread.Select(value => (int)value));
            Assert.Equal(expected.Drift, drift);
        }
    }

    [Fact]
    public void Learn_APicture_IsTheSceneAtOnce()
    {
        var random = new Random(1);
        var picture = new byte[70 * 50];
        random.NextBytes(picture);
        var model = new SceneModel(70, 50);
        var counts = new BlockCounts(model.BlocksWide * model.BlocksHigh);
        var strict = Enumerable.Repeat((short)0, counts.Hits.Length).ToArray();

        model.Learn(picture);
        model.Compare(picture, strict, new Pace(6, 2), counts);

        Assert.All(counts.Hits, hits => Assert.Equal(0, hits));
        Assert.Equal(picture.Average(value => value), model.MeanLevel(), 15.0);
        Assert.Equal(model.Blur.At(picture, 69, 49), model.SlowRow(49)[69]);
    }

    [Fact]
    public void FourAt_AnyInnerPoint_EqualsOneByOne()
    {
        var random = new Random(2);
        var picture = new byte[40 * 20];
        random.NextBytes(picture);
        var model = new SceneModel(40, 20);

        for (var (x, y) = (1, 1); y < 19; (x, y) = x < 32 ? (x + 1, y) : (1, y + 1))
        {
            var four = model.Blur.FourAt(picture, x, y);

            Assert.Equal(Enumerable.Range(0, 4).Select(i => model.Blur.At(picture, x + i, y)), Enumerable.Range(0, 4).Select(i => (int)four[i]));
        }
    }
}
