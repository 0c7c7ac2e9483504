using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Capture.Packets;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Capture.Packets;

public sealed class MatroskaReaderTests : IDisposable
{
    private const int MaxBlock = 1_000_000;

    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Read_RealStream_TellsTracksTimesAndKeyFrames()
    {
        var (_, stream) = PacketSample.Make(folder, frames: 25);
        var reader = new MatroskaReader(new PipeBuffer(new MemoryStream(stream)), MaxBlock);

        Assert.True(await reader.OpenAsync(Token));
        var blocks = await BlocksAsync(reader);

        Assert.Equal(stream[..reader.Header.Length], reader.Header.ToArray());
        Assert.Equal([(1, "V_UNCOMPRESSED", 80, 60), (2, "V_MPEG4/ISO/AVC", 320, 240)], reader.Tracks.Take(2).Select(track => (track.Number, track.Codec, track.Width, track.Height)));
        foreach (var track in (int[])[1, 2])
        {
            Assert.Equal(Enumerable.Range(0, 25).Select(i => TimeSpan.FromMilliseconds(100 * i)), blocks.Where(block => block.Track == track).Select(block => block.Time));
        }

        Assert.Equal([0, 1000, 2000], blocks.Where(block => block is { Track: 2, IsKey: true }).Select(block => block.Time.TotalMilliseconds));
        Assert.All(blocks.Where(block => block.Track == 1), block => Assert.Equal(80 * 60, block.Bytes));
    }

    [Theory]
    [InlineData("h264", 320, 240)]
    [InlineData("h264", 318, 242)]
    [InlineData("hevc", 320, 240)]
    public async Task Luma_OfTheStream_IsTheMeanThatTheGateMakesOfWholePictures(string codec, int width, int height)
    {
        var (clip, stream) = PacketSample.Make(folder, codec == "hevc" ? "libx265" : "libx264", 5, $"{width}x{height}", codec == "hevc" ? ["-x265-params", "bframes=0:log-level=none"] : []);
        var whole = PacketSample.Decode(folder, clip, width, height);
        int smallWidth = (width + 3) / 4, smallHeight = (height + 3) / 4;
        var mean = new byte[smallWidth * smallHeight];

        await using var reader = PacketSample.Reader(new MemoryStream(stream));
        var pictures = await PacketSample.AllAsync(reader, Token);

        Assert.Equal(5, pictures.Count);
        foreach (var (picture, decoded) in pictures.Zip(whole))
        {
            QuarterScale.Shrink(decoded.AsSpan(0, width * height), width, height, mean);
            if (width % 4 == 0)
            {
                Assert.Equal(mean, picture.Data.Span.ToArray());
            }

            Assert.Equal(mean.Length, picture.Data.Length);
            picture.Later!.Dispose();
            picture.Data.Dispose();
        }
    }

    [Fact]
    public async Task Read_CutAnywhere_EndsThere()
    {
        var (_, stream) = PacketSample.Make(folder, frames: 3, size: "32x32");
        var most = 0;
        for (var length = 0; length <= stream.Length; length++)
        {
            var blocks = await BlocksOrFaultAsync(new Dribble(stream[..length]));
            Assert.True(blocks is not null, $"Cut after {length} bytes, it was taken for damaged.");
            Assert.InRange(blocks.Value, most, 9);
            most = blocks.Value;
        }

        Assert.Equal(9, most);
    }

    [Fact]
    public async Task Read_DamagedAnywhere_EndsWithoutTakingMuchMemory()
    {
        var (_, stream) = PacketSample.Make(folder, frames: 3, size: "32x32");
        var random = new Random(7);
        var before = GC.GetTotalAllocatedBytes();
        var faults = 0;
        const int rounds = 4000;
        for (var round = 0; round < rounds; round++)
        {
            var damaged = stream.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            faults += await BlocksOrFaultAsync(new MemoryStream(damaged)) is null ? 1 : 0;
        }

        Assert.InRange(faults, 1, rounds);
        // A reader's own buffers are 70 kB, the largest header a megabyte.
        Assert.InRange((GC.GetTotalAllocatedBytes() - before) / rounds, 0, 2_500_000);
    }

    [Theory]
    [InlineData("no matroska")]
    [InlineData("")]
    public async Task Open_SomethingElse_IsRefusedOrEnds(string text)
    {
        var reader = new MatroskaReader(new PipeBuffer(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text))), MaxBlock);

        if (text.Length == 0)
        {
            Assert.False(await reader.OpenAsync(Token));
        }
        else
        {
            await Assert.ThrowsAsync<InvalidDataException>(async () => await reader.OpenAsync(Token));
        }
    }

    [Fact]
    public async Task Open_HeaderOfAGigabyte_IsRefused()
    {
        byte[] stream = [0x1A, 0x45, 0xDF, 0xA3, 0x80, 0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xEC, 0x08, 0x40, 0, 0, 0];

        await Assert.ThrowsAsync<InvalidDataException>(async () => await new MatroskaReader(new PipeBuffer(new MemoryStream(stream)), MaxBlock).OpenAsync(Token));
    }

    private static async Task<int?> BlocksOrFaultAsync(Stream stream)
    {
        var reader = new MatroskaReader(new PipeBuffer(stream), MaxBlock);
        try
        {
            return await reader.OpenAsync(Token) ? (await BlocksAsync(reader)).Count : 0;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static async Task<List<MatroskaBlock>> BlocksAsync(MatroskaReader reader)
    {
        var blocks = new List<MatroskaBlock>();
        while (await reader.NextAsync(Token) is { } block && await reader.ReadAsync(new byte[block.Bytes], Token))
        {
            blocks.Add(block);
        }

        return blocks;
    }

    /// <summary>A stream that comes three bytes at a time.</summary>
    private sealed class Dribble(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(3, buffer.Length)], cancellationToken);
    }
}
