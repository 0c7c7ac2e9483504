using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Tests.Capture;
using CloudCctv.Uploader.Tests.Spool;

namespace CloudCctv.Uploader.Tests.Clips.Sending;

/// <summary>Clips wait in the spool, and then the settings change.</summary>
public sealed class SpooledClipsTests : IDisposable
{
    private static readonly BatchName Asked = Clip(0), Unasked = Clip(1), OfAnother = Clip(2, "barn"), Picture = SpoolSample.Batch(1);

    private readonly TempFolder folder = new();
    private readonly LineLog log = new();
    private readonly SpoolFolder spool;
    private readonly SentClips asked;
    private readonly SettingsInForce settings;
    private readonly SpooledClips spooled;
    private ClipOptions options = new() { Enabled = true, Send = ClipSend.Always };

    public SpooledClipsTests()
    {
        spool = new SpoolFolder(folder.File("spool"));
        asked = new SentClips(folder.File("sent.json"), log);
        SpoolSample.Fill(spool, Picture);
        var sender = new ClipSender(spool, "pi", log);
        foreach (var clip in (BatchName[])[Asked, Unasked, OfAnother])
        {
            sender.Put(clip.Event, FakeClip.Write(folder.File("clip.mp4")), TestContext.Current.CancellationToken);
        }

        asked.Ask(Asked.Event);
        settings = SpooledSample.Settings(() => options);
        spooled = new SpooledClips(settings, spool, asked, log);
    }

    public void Dispose()
    {
        spool.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(true, ClipSend.Always, ClipCodec.H264, true, true)]
    // Those were made before.
    [InlineData(true, ClipSend.Always, ClipCodec.Copy, true, true)]
    [InlineData(true, ClipSend.Asked, ClipCodec.H264, true, false)]
    [InlineData(true, ClipSend.Never, ClipCodec.H264, false, false)]
    [InlineData(false, ClipSend.Always, ClipCodec.H264, false, false)]
    public void SettingsChange_WhatTheySendNoMoreIsGivenUp_AndNothingElse(bool enabled, ClipSend send, ClipCodec codec, bool askedStays, bool unaskedStays)
    {
        spooled.GiveUpUnwanted();
        Assert.Equal(4, spool.Waiting().Count);

        options = new ClipOptions { Enabled = enabled, Send = send, Codec = codec };
        settings.Reload();
        Assert.Equal((askedStays, unaskedStays, true), (spooled.IsWanted(Asked), spooled.IsWanted(Unasked), spooled.IsWanted(OfAnother)));
        spooled.GiveUpUnwanted();

        Assert.Equal((askedStays, unaskedStays), (spool.Waiting().Contains(Asked), spool.Waiting().Contains(Unasked)));
        Assert.Contains(Picture, spool.Waiting());
        Assert.Contains(OfAnother, spool.Waiting());
        Assert.Equal((askedStays ? 0 : 1) + (unaskedStays ? 0 : 1), log.Lines.Count(line => line.Contains("is not sent any more", StringComparison.Ordinal)));
        // Wanted again, it is copied again.
        Assert.Equal(askedStays, asked.Has(Asked.Event));
    }

    [Fact]
    public void BeingSent_IsGivenUpWhenThatIsOver()
    {
        options = options with { Send = ClipSend.Never };
        settings.Reload();
        Assert.True(spool.Claims.TryClaim(Unasked));

        spooled.GiveUpUnwanted();
        Assert.Equal([Picture, Unasked, OfAnother], spool.Waiting());

        spool.Claims.Release(Unasked);
        spooled.GiveUpUnwanted();
        Assert.Equal([Picture, OfAnother], spool.Waiting());
    }

    private static BatchName Clip(int minute, string camera = "gate") =>
        new(new EventName("farm", camera, SpoolSample.Start.AddMinutes(minute), "4k7x9m2q"), BatchName.ClipPart);
}
