using CloudCctv.Storage.Link;

namespace CloudCctv.Storage.Tests.Link;

public sealed class BlockSizeTests
{
    private const int Unit = BlockSize.UnitBytes;

    [Fact]
    public void Cuts_HalveItDownToTheSmallest()
    {
        var size = new BlockSize();
        int[] seen = [size.Bytes, After(size.Cut), After(size.Cut)];

        Assert.Equal([4 * Unit, 2 * Unit, 2 * Unit], seen);
        Assert.Equal(2 * Unit, size.WholeBytes);

        int After(Action happens)
        {
            happens();
            return size.Bytes;
        }
    }

    [Fact]
    public void BlocksThatGetThrough_DoubleItUpToTheLargest()
    {
        var size = new BlockSize();
        for (var block = 0; block < 100; block++)
        {
            size.Sent();
        }

        Assert.Equal(BlockSize.LargestBytes, size.Bytes);
    }

    [Fact]
    public void CutNowAndThen_NeverGetsFarBeyondWhatGetsThrough()
    {
        var size = new BlockSize();
        var largest = 0;
        for (var block = 1; block <= 1000; block++)
        {
            size.Sent();
            largest = Math.Max(largest, size.Bytes);
            if (block % 20 == 0)
            {
                size.Cut();
            }
        }

        Assert.Equal(8 * Unit, largest);
    }

    [Theory]
    [InlineData(2_000, Unit)]
    [InlineData(10_000, 3 * Unit)]
    [InlineData(1_000_000, 4 * Unit)]
    public void HeldDownRate_NoRequestLastsLongerThanTwentySecondsOrOneUnit(int bytesPerSecond, int expected) =>
        Assert.Equal(expected, new BlockSize(new LinkPace(TimeProvider.System) { BytesPerSecond = bytesPerSecond }).Bytes);
}
