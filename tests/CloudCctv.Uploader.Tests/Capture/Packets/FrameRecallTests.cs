using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Capture.Packets;

namespace CloudCctv.Uploader.Tests.Capture.Packets;

[Collection(nameof(CountedDecoders))]
public sealed class FrameRecallTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("libx264", "yuv420p")]
    [InlineData("libx264", "yuvj420p")]
    [InlineData("libx265", "yuv420p")]
    [InlineData("libx265", "yuv420p10le")]
    public async Task Recall_AnyFrames_GivesWhatAFullDecodingGives(string codec, string pixels)
    {
        string[] extra = codec == "libx265" ? ["-x265-params", "bframes=0:keyint=10:log-level=none", "-pix_fmt", pixels] : ["-pix_fmt", pixels];
        var (clip, stream) = PacketSample.Make(folder, codec, 45, "320x240", extra);
        var decoded = PacketSample.Decode(folder, clip, 320, 240, pixels == "yuvj420p" ? "yuvj420p" : "yuv420p");
        await using var reader = PacketSample.Reader(new MemoryStream(stream));
        var pictures = await PacketSample.AllAsync(reader, Token);
        Assert.Equal(45, pictures.Count);

        // Within a group, from group to group, over a group, and the last one.
        int[] wanted = [0, 1, 5, 9, 10, 19, 23, 24, 41, 44];
        for (var i = 0; i < pictures.Count; i++)
        {
            if (wanted.Contains(i))
            {
                await pictures[i].Later!.RecallAsync(Token);
                Assert.Equal((320, 240, pixels == "yuvj420p"), Shape(pictures[i].Later!.Picture));
                Assert.True(decoded[i].AsSpan().SequenceEqual(pictures[i].Later!.Picture!.Value.Data.Span), $"Frame {i} differs.");
            }

            Forget(pictures[i]);
        }
    }

    [Fact]
    public async Task Recall_OneFrame_BringsThoseBeforeItThatSomebodyHolds()
    {
        var (clip, stream) = PacketSample.Make(folder);
        var decoded = PacketSample.Decode(folder, clip, 320, 240);
        await using var reader = PacketSample.Reader(new MemoryStream(stream));
        var pictures = await PacketSample.AllAsync(reader, Token);
        pictures.Where((_, i) => i is not (8 or 12)).ToList().ForEach(Forget);

        await pictures[12].Later!.RecallAsync(Token);

        Assert.Equal(decoded[8], pictures[8].Later!.Picture!.Value.Data.Span.ToArray());
        Assert.Equal(decoded[12], pictures[12].Later!.Picture!.Value.Data.Span.ToArray());
        Forget(pictures[8]);
        Forget(pictures[12]);
    }

    [Fact]
    public async Task Recall_DecoderKilledInBetween_GivesThePicturesAllTheSame()
    {
        var (clip, stream) = PacketSample.Make(folder);
        var decoded = PacketSample.Decode(folder, clip, 320, 240);
        await using var reader = PacketSample.Reader(new MemoryStream(stream));
        var pictures = await PacketSample.AllAsync(reader, Token);

        for (var i = 0; i < pictures.Count; i++)
        {
            await pictures[i].Later!.RecallAsync(Token);
            Assert.True(decoded[i].AsSpan().SequenceEqual(pictures[i].Later!.Picture!.Value.Data.Span), $"Frame {i} differs.");
            Forget(pictures[i]);
            if (i % 7 == 3)
            {
                PacketSample.Kill(Assert.Single(PacketSample.Decoders()));
            }
        }
    }

    [Fact]
    public async Task Recall_EachFrameAsItComes_NeedsNoLaterPacket()
    {
        var (clip, stream) = PacketSample.Make(folder);
        var decoded = PacketSample.Decode(folder, clip, 320, 240);
        // A clock that stands still: nothing is given up for lack of time.
        await using var reader = PacketSample.Reader(new MemoryStream(stream), new ManualTimeProvider());
        for (var i = 0; await reader.ReadAsync(Token) is { } picture; i++)
        {
            await picture.Later!.RecallAsync(Token);
            Assert.True(decoded[i].AsSpan().SequenceEqual(picture.Later!.Picture!.Value.Data.Span), $"Frame {i} differs.");
            Forget(picture);
        }
    }

    [Fact]
    public async Task Rest_NobodyAsksForAWhile_LeavesNoProcess()
    {
        var (_, stream) = PacketSample.Make(folder);
        var clock = new ManualTimeProvider();
        await using var reader = PacketSample.Reader(new MemoryStream(stream), clock);
        var first = (await reader.ReadAsync(Token))!.Value;
        await first.Later!.RecallAsync(Token);
        Assert.NotNull(first.Later.Picture);
        Assert.Single(PacketSample.Decoders());

        clock.Advance(TimeSpan.FromSeconds(11));
        Forget((await reader.ReadAsync(Token))!.Value);

        Assert.Empty(PacketSample.Decoders());
        Forget(first);
    }

    [Fact]
    public async Task Recall_AfterTheStreamWasClosed_GivesNothing()
    {
        var (_, stream) = PacketSample.Make(folder);
        var reader = PacketSample.Reader(new MemoryStream(stream));
        var first = (await reader.ReadAsync(Token))!.Value;
        await reader.DisposeAsync();

        await first.Later!.RecallAsync(Token);

        Assert.Null(first.Later.Picture);
        Assert.Empty(PacketSample.Decoders());
        Forget(first);
    }

    [Theory]
    [InlineData("-bf", "2", "B-frames")]
    [InlineData("-g", "1000", "key frame")]
    public async Task Read_StreamThatDoesNotSuit_SaysSo(string option, string value, string reason)
    {
        var (_, stream) = PacketSample.Make(folder, frames: 310, size: "32x32", extra: [option, value, "-sc_threshold", "0"]);
        await using var reader = PacketSample.Reader(new MemoryStream(stream));

        var refused = await Assert.ThrowsAsync<PacketsUnsuitableException>(async () => (await PacketSample.AllAsync(reader, Token)).ForEach(Forget));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_StreamCutAnywhere_EndsOrIsRefused()
    {
        var (_, stream) = PacketSample.Make(folder, frames: 3, size: "32x32");
        for (var length = 0; length < stream.Length; length += 3)
        {
            await using var reader = PacketSample.Reader(new MemoryStream(stream[..length]));
            (await PacketSample.AllAsync(reader, Token)).ForEach(Forget);
        }
    }

    private static (int Width, int Height, bool FullRange)? Shape(RawPicture? picture) => picture is { } there ? (there.Width, there.Height, there.FullRange) : null;

    private static void Forget(RawPicture picture)
    {
        picture.Later?.Dispose();
        picture.Data.Dispose();
    }
}
