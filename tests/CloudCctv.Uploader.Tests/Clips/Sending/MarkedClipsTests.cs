using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Spool.Room;
using CloudCctv.Uploader.Tests.Capture;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Clips.Sending;

/// <summary>Clips that are sent without anybody's asking, by the real ffmpeg where they are made.</summary>
public sealed class MarkedClipsTests : IDisposable
{
    private static readonly ClipOptions Always = new() { Enabled = true, Send = ClipSend.Always };

    private readonly TempFolder folder = new();
    private readonly SpoolFolder spool;
    private readonly ClipSender sender;

    public MarkedClipsTests()
    {
        spool = new SpoolFolder(folder.File("spool"));
        sender = new ClipSender(spool, "pi-4", NullLogger.Instance);
    }

    private string Clips => folder.File("clips");

    public void Dispose()
    {
        spool.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(ClipSend.Always, ClipCodec.H264, true)]
    [InlineData(ClipSend.Always, ClipCodec.Copy, false)]
    [InlineData(ClipSend.Asked, ClipCodec.H264, false)]
    [InlineData(ClipSend.Never, ClipCodec.H264, false)]
    public async Task Finished_IsSentWhereAllAre_AndHasNoMarkAnyMore(ClipSend send, ClipCodec codec, bool sent)
    {
        await RecordAsync(Always with { Send = send, Codec = codec }, minute: 0);

        var clip = Assert.Single(ClipSample.Files(Clips));
        Assert.Equal(sent ? [Batch(0)] : [], spool.Waiting());
        if (sent)
        {
            await using var zip = spool.OpenRead(Batch(0));
            ClipZip.AssertHolds(zip, Batch(0), Path.Combine(Clips, clip));
        }
    }

    [Fact]
    public async Task RecordedOnDemand_IsNotSent()
    {
        await using (var maker = Maker(Always))
        {
            var run = maker.Begin(ClipSample.Event(), asked: true);
            ClipSample.Jpegs(5).Select((jpeg, i) => ClipSample.JpegFrame(i, jpeg, ClipSample.Start.AddSeconds(i * 0.1))).ToList().ForEach(run.Offer);
            run.End();
        }

        Assert.EndsWith("-asked.mp4", Assert.Single(ClipSample.Files(Clips)), StringComparison.Ordinal);
        Assert.Empty(spool.Waiting());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NameMayStillChange_IsNotSentByItself(bool estimated)
    {
        spool.IsEstimated = _ => estimated;
        spool.IsHeld = batch => !estimated && batch.Part == 1;

        await RecordAsync(Always, minute: 0);

        Assert.Single(ClipSample.Files(Clips));
        Assert.Empty(spool.Waiting());
    }

    [Fact]
    public async Task NoRoom_IsSentWithTheNextOne()
    {
        spool.Room = new SpoolRoom(spool, new SpoolOptions { KeepFreeMegabytes = 10 }, () => 9_000_000, NullLogger.Instance);
        await RecordAsync(Always, minute: 0);
        Assert.Empty(spool.Waiting());

        spool.Room = null;
        await RecordAsync(Always, minute: 1);

        Assert.Equal([Batch(0), Batch(1)], spool.Waiting());
        Assert.Equal(2, ClipSample.Files(Clips).Length);
    }

    [Fact]
    public async Task Restart_WhatWasMarkedIsSentAndNothingElse()
    {
        await RecordAsync(Always with { Send = ClipSend.Asked }, minute: 0);
        await RecordAsync(Always with { Send = ClipSend.Asked }, minute: 1);
        await RecordAsync(Always with { Send = ClipSend.Asked }, minute: 2);
        // The first was cut off while it was recorded, the second when it was finished; the third is of a time when all were kept.
        var first = FakeClip.PathIn(Clips, ClipSample.Event(0));
        Ffmpeg.Run("-i", first, "-c", "copy", "-f", "matroska", Path.ChangeExtension(first, ".mkv.part"));
        File.Delete(first);
        Mark(ClipSample.Event(0));
        Mark(ClipSample.Event(1));
        // Its clip was deleted; this one was written when the power went.
        Mark(ClipSample.Event(7));
        File.WriteAllText(FakeClip.PathIn(Clips, ClipSample.Event(2), ".send"), "");

        await using (Maker(Always))
        {
        }

        Assert.Equal([Batch(0), Batch(1)], spool.Waiting());
        Assert.Equal(3, ClipSample.Files(Clips).Length);
        Assert.All(ClipSample.Files(Clips), file => Assert.EndsWith(".mp4", file, StringComparison.Ordinal));

        spool.Waiting().ToList().ForEach(spool.Delivered);
        await using (Maker(Always))
        {
        }

        Assert.Empty(spool.Waiting());
    }

    [Theory]
    [InlineData(true, ClipSend.Never)]
    [InlineData(true, ClipSend.Asked)]
    // As for a live page alone.
    [InlineData(false, ClipSend.Always)]
    public async Task Restart_SettingsSendThemNoMore_NoneIsSentAndNoneIsMarked(bool enabled, ClipSend send)
    {
        spool.Room = new SpoolRoom(spool, new SpoolOptions { KeepFreeMegabytes = 10 }, () => 9_000_000, NullLogger.Instance);
        await RecordAsync(Always, minute: 0);
        spool.Room = null;
        Assert.Equal(2, ClipSample.Files(Clips).Length);

        await using (Maker(Always with { Enabled = enabled, Send = send }))
        {
        }

        Assert.Empty(spool.Waiting());
        Assert.EndsWith(".mp4", Assert.Single(ClipSample.Files(Clips)), StringComparison.Ordinal);
    }

    private static BatchName Batch(int minute) => new(ClipSample.Event(minute), BatchName.ClipPart);

    private ClipMaker Maker(ClipOptions options) => new("gate", options, Clips, TimeProvider.System, new LineLog(), sender);

    private void Mark(EventName name) => File.WriteAllText(FakeClip.PathIn(Clips, name, ".send"), name.ToString());

    private async Task RecordAsync(ClipOptions options, int minute)
    {
        await using var maker = Maker(options);
        ClipSample.Feed(
            new ClipRecorder(maker, NullLogger.Instance),
            ClipSample.Jpegs(5).Select((jpeg, i) => ClipSample.JpegFrame(i, jpeg, ClipSample.Start.AddMinutes(minute).AddSeconds(i * 0.1))), minute);
    }
}
