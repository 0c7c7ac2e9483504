using CloudCctv.Contracts.Health;
using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Upload.Budget;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Events;

/// <summary>What is kept of an event by a camera that has to save.</summary>
public sealed class FrameAllowanceTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    [Fact]
    public void Stages_EachKeepsLessThanTheOneBefore_AndNoneKeepsNothing()
    {
        var kept = Enum.GetValues<DataStage>().Select(stage => Record(stage, seconds: 30).Frames.Single().Count).ToList();

        Assert.InRange(kept[0], 70, 120);
        Assert.InRange(kept[1], 15, 30);
        // Up to four; here nothing was there before the motion, and it was confirmed with the third kept frame.
        Assert.Equal(3, kept[2]);
        Assert.Equal(2, kept[3]);
    }

    [Theory]
    [InlineData(DataStage.FirstPictures)]
    [InlineData(DataStage.SmallPictures)]
    public void LastStages_NothingIsKeptAfterTheFirstBatch(DataStage stage)
    {
        using var folder = new TempFolder();
        using var spool = new SpoolFolder(folder.File("spool"));
        using var spooler = new EventSpooler(spool, "pi", "farm", "gate", new BatchOptions(), new Random(1), NullLogger.Instance);

        Record(stage, seconds: 30, spooler);

        Assert.Equal(1, Assert.Single(spool.Waiting()).Part);
    }

    [Theory]
    [InlineData(DataStage.FirstPictures)]
    [InlineData(DataStage.SmallPictures)]
    public void LastStages_EventThatGoesOnAndOn_EachPieceOfItIsSeen(DataStage stage)
    {
        var sink = Record(stage, seconds: 150);

        Assert.Equal([false, true, true], sink.Continues);
        Assert.All(sink.Frames, frames => Assert.NotEmpty(frames));
    }

    [Fact]
    public void StageThatChangesWithinAnEvent_CountsFromTheNextEventOn()
    {
        var stage = DataStage.SmallPictures;
        var sink = new ListSink();
        using var recorder = new EventRecorder(new EventOptions(), sink, tap: null, () => StageRule.AllowanceOf(stage));
        for (var number = 0; number < 200; number++)
        {
            stage = number > 10 ? DataStage.Full : stage;
            recorder.Next(EventSample.Frame(number, Start.AddSeconds(0.1 * number)), number is < 60 or > 120 ? EventSample.Moved() : EventSample.Still);
        }

        recorder.Stop();
        Assert.Equal(2, sink.Frames[0].Count);
        Assert.InRange(sink.Frames[1].Count, 20, 60);
    }

    [Theory]
    [InlineData(1920, 1080, 480, 270)]
    [InlineData(1280, 720, 640, 360)]
    [InlineData(640, 480, 640, 480)]
    [InlineData(7680, 4320, 960, 540)]
    public void Shrink_LargePicture_IsSmallAndCanBeDecoded(int width, int height, int smallWidth, int smallHeight)
    {
        using var shrinker = new PictureShrinker();
        var large = Picture(width, height);
        var before = large.Length;

        using var small = shrinker.Shrink(large, 640);

        using var decoder = new JpegDecoder();
        Assert.Equal(new JpegHeader(smallWidth, smallHeight), decoder.ReadHeader(small.Span));
        Assert.True(small.Length < before);
    }

    [Fact]
    public void Shrink_WhatIsNoPicture_IsGivenBack()
    {
        using var shrinker = new PictureShrinker();
        using var bytes = PooledBytes.Rent(100);

        Assert.Same(bytes, shrinker.Shrink(bytes, 640));
    }

    private static PooledBytes Picture(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        new Random(1).NextBytes(rgb.AsSpan(0, width * 60));
        using var encoder = new JpegEncoder();
        return encoder.EncodeRgb(rgb, width, height, 95);
    }

    private static ListSink Record(DataStage stage, int seconds)
    {
        var sink = new ListSink();
        Record(stage, seconds, sink);
        return sink;
    }

    private static void Record(DataStage stage, int seconds, IEventSink sink)
    {
        using var recorder = new EventRecorder(new EventOptions(), sink, tap: null, () => StageRule.AllowanceOf(stage));
        for (var number = 0; number < 10 * seconds; number++)
        {
            recorder.Next(EventSample.Frame(number, Start.AddSeconds(0.1 * number)), EventSample.Moved());
        }

        recorder.Stop();
    }
}
