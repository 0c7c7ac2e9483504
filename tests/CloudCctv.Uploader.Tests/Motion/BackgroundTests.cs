using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Motion;

public sealed class BackgroundTests
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
        var background = new Background(width, height);
        var twin = new NaiveBackground(width, height);
        var picture = new byte[width * height];
        var changed = new byte[background.BlocksWide * background.BlocksHigh];

        foreach (var (threshold, shift) in new[] { (16, 0), (16, 1), (200, 4), (3, 4), (255, 5), (16, 0) })
        {
            random.NextBytes(picture);
            var mean = background.Compare(picture, threshold, shift, changed);

            var (expectedChanged, expectedMean) = twin.Compare(picture, threshold, shift);
            Assert.Equal(expectedChanged, changed);
            Assert.Equal(expectedMean, mean, 1e-9);
        }
    }

    /// <summary>The same in plain words: blur, compare, follow, one point at a time.</summary>
    private sealed class NaiveBackground(int width, int height)
    {
        private readonly int[] average = new int[width * height];

        public (byte[] Changed, double Mean) Compare(byte[] luma, int threshold, int shift)
        {
            int blocksWide = (width + 3) / 4, blocksHigh = (height + 3) / 4;
            var changed = new byte[blocksWide * blocksHigh];
            double sum = 0;
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var at = (y * width) + x;
                    var difference = (Blurred(luma, x, y) * 8) - average[at];
                    changed[(y / 4 * blocksWide) + (x / 4)] += (byte)(Math.Abs(difference) > threshold * 128 ? 1 : 0);
                    sum += Math.Floor(difference / 128.0);
                    average[at] += (int)Math.Floor(difference / Math.Pow(2, shift));
                }
            }

            return (changed, sum / (width * height));
        }

        // Weights 1 2 1 / 2 4 2 / 1 2 1, their sum 16; beyond the edge the edge repeats.
        private int Blurred(byte[] luma, int x, int y)
        {
            int[] weights = [1, 2, 1];
            var sum = 0;
            for (var dy = -1; dy <= 1; dy++)
            {
                for (var dx = -1; dx <= 1; dx++)
                {
                    int px = Math.Clamp(x + dx, 0, width - 1), py = Math.Clamp(y + dy, 0, height - 1);
                    sum += weights[dx + 1] * weights[dy + 1] * luma[(py * width) + px];
                }
            }

            return sum;
        }
    }
}
