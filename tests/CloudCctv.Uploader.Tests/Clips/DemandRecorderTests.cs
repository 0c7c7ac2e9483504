using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Tests.Live.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Clips;

/// <summary>Recording when a person asks for it, by the real ffmpeg.</summary>
public sealed class DemandRecorderTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualTimeProvider clock = new();
    private readonly IReadOnlyList<byte[]> pictures = ClipSample.Jpegs(20);

    private int frames;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task StartAndStop_ClipHoldsWhatWasBetween_WhetherClipsAreOnOrNot()
    {
        await using (var maker = ClipSample.Maker(new ClipOptions { Codec = ClipCodec.Copy }, folder.Path))
        {
            var recorder = Recorder(maker);
            Feed(recorder, 5);
            Assert.Null(recorder.Seconds);

            recorder.Start();
            Assert.Equal(0, recorder.Seconds);
            Feed(recorder, 12);
            clock.Advance(TimeSpan.FromSeconds(1.2));
            Assert.Equal(1.2, recorder.Seconds!.Value, 3);

            recorder.Stop();
            Feed(recorder, 5);
            Assert.Null(recorder.Seconds);
        }

        var clip = Assert.Single(ClipSample.Files(folder.Path));
        Assert.Matches("^2026-11-20/073205-[0-9a-z]{8}-asked\\.mp4$", clip);
        Assert.Equal("h264,yuv420p", ClipSample.Probe(folder.File(clip), "stream=codec_name,pix_fmt").Single());
        Assert.Equal(12, ClipSample.Times(folder.File(clip)).Length);
    }

    [Fact]
    public async Task MaximumIsOver_EndsByItself_AndAnotherCanBegin()
    {
        await using (var maker = ClipSample.Maker(new ClipOptions { OnDemandMaximumSeconds = 1 }, folder.Path))
        {
            var recorder = Recorder(maker);
            recorder.Start();
            Feed(recorder, 15);
            Assert.False(recorder.IsWanted);
            Assert.Null(recorder.Seconds);

            // It begins when the one before is on the disk.
            recorder.Start();
            clock.Advance(TimeSpan.FromSeconds(1));
            await LiveScene.UntilAsync(() => maker.Clips == 1);
            Feed(recorder, 4);
            Assert.NotNull(recorder.Seconds);
            recorder.Stop();
            Feed(recorder, 1);
        }

        var clips = ClipSample.Files(folder.Path);
        Assert.Equal(2, clips.Length);
        Assert.All(clips, clip => Assert.EndsWith("-asked.mp4", clip, StringComparison.Ordinal));
        Assert.Equal(10, ClipSample.Times(folder.File(clips[0])).Length);
    }

    [Fact]
    public async Task CameraIsGone_WhatThereIsBecomesAClip_AndNothingGoesOnWhenItIsBack()
    {
        await using (var maker = ClipSample.Maker(new ClipOptions(), folder.Path))
        {
            var recorder = Recorder(maker);
            recorder.Start();
            Feed(recorder, 8);
            recorder.End();
            Feed(recorder, 8);
            Assert.False(recorder.IsWanted);
        }

        Assert.Equal(8, ClipSample.Times(folder.File(Assert.Single(ClipSample.Files(folder.Path)))).Length);
    }

    [Fact]
    public async Task ClipHasItsFullSize_EndsByItself()
    {
        var noise = ClipSample.Jpegs(4, "nullsrc=size=320x240,geq=random(1)*255:128:128");
        var options = new ClipOptions { MaximumMegabytes = 50, Quality = 100 };
        await using (var maker = ClipSample.Maker(options, folder.Path))
        {
            var recorder = Recorder(maker);
            recorder.Start();
            await LiveScene.UntilAsync(() =>
            {
                Feed(recorder, 5, noise);
                return !recorder.IsWanted;
            });
        }

        var clip = folder.File(Assert.Single(ClipSample.Files(folder.Path)));
        Assert.InRange(new FileInfo(clip).Length, options.MaximumClipBytes / 2, options.MaximumClipBytes * 5 / 4);
        Assert.NotEmpty(ClipSample.Times(clip));
    }

    [Fact]
    public async Task FolderCannotBeWritten_EndsAndSaysWhy()
    {
        File.WriteAllText(folder.File("clips"), "a file where the folder should be");
        await using var maker = ClipSample.Maker(new ClipOptions(), folder.File("clips"));
        var recorder = Recorder(maker);
        recorder.Start();

        await LiveScene.UntilAsync(() =>
        {
            Feed(recorder, 1);
            return !recorder.IsWanted && recorder.Fault is not null;
        });

        Assert.Contains("clips", recorder.Fault, StringComparison.Ordinal);
        recorder.Start();
        Assert.Null(recorder.Fault);
    }

    private DemandRecorder Recorder(ClipMaker maker) => new(maker, "farm", "gate", clock, new Random(1), NullLogger.Instance);

    /// <summary>Ten frames a second.</summary>
    private void Feed(DemandRecorder recorder, int count, IReadOnlyList<byte[]>? of = null)
    {
        for (var i = 0; i < count; i++, frames++)
        {
            var jpeg = (of ?? pictures)[frames % (of ?? pictures).Count];
            using var frame = ClipSample.JpegFrame(frames, jpeg, ClipSample.Start.AddSeconds(frames * 0.1));
            recorder.Next(frame);
        }
    }
}
