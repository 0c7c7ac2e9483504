using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Spool.Room;
using CloudCctv.Uploader.Tests.Capture;
using CloudCctv.Uploader.Tests.Clips.Sending;

namespace CloudCctv.Uploader.Tests.Spool.Room;

public sealed class SpoolRoomTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SpoolFolder spool;
    private readonly LineLog log = new();
    private readonly List<BatchName> givenUp = [];

    public SpoolRoomTests() => spool = new SpoolFolder(folder.Path);

    public void Dispose()
    {
        spool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Full_WhatIsBeingSent_IsNotGivenUpUnderItsHands()
    {
        var room = Room(new SpoolOptions { MaximumMegabytes = 0.025 });
        Fill(SpoolSample.Batch(3), SpoolSample.Batch(2), SpoolSample.Batch(1));
        spool.Claims.TryClaim(SpoolSample.Batch(3));

        Assert.True(room.TryTake(Next(), 12_000, out _));

        Assert.Equal([SpoolSample.Batch(2)], givenUp);
        Assert.Equal([SpoolSample.Batch(1), SpoolSample.Batch(3)], spool.Waiting());
        Assert.True(spool.Claims.TryClaim(SpoolSample.Batch(2)));
        Assert.Contains("given up", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Full_OfFirstBatches_TailOfANewEventFindsNoRoomAndIsCountedOnce()
    {
        var room = Room(new SpoolOptions { MaximumMegabytes = 0.012 });
        Fill(SpoolSample.Batch(1), SpoolSample.Batch(1, minute: 1, id: "bbbbbbbb"));
        var tail = SpoolSample.Batch(3, minute: 1, id: "bbbbbbbb");

        Assert.False(room.TryTake(tail, 6000, out var fault));
        Assert.False(room.TryTake(tail, 6000, out _));

        Assert.Contains("spool.maximumMegabytes", fault, StringComparison.Ordinal);
        Assert.Equal([tail], givenUp);
        Assert.Equal(2, spool.Waiting().Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TwoClipsAtOnce_RoomForOne_TheOtherFindsNone(bool spoolFull)
    {
        var room = Room(new SpoolOptions { MaximumMegabytes = spoolFull ? 0.031 : 8000, KeepFreeMegabytes = 10 }, () => spoolFull ? null : 10_030_000);
        var (one, other) = (SpoolSample.Batch(BatchName.ClipPart), SpoolSample.Batch(BatchName.ClipPart, minute: 1));
        using (var place = room.TryReserve(one, 20_000, out _))
        {
            Assert.NotNull(place);
            Assert.Null(room.TryReserve(other, 20_000, out var fault));
            Assert.Contains(spoolFull ? "spool.maximumMegabytes" : "spool.keepFreeMegabytes", fault, StringComparison.Ordinal);
            // No picture finds less room because of what a clip has been promised and has not yet taken of the disk.
            Assert.True(room.TryTake(Next(), 10_000, out _));
            Assert.False(place.Taken.IsCancellationRequested);
        }

        using var now = room.TryReserve(other, 20_000, out _);
        Assert.NotNull(now);
    }

    [Fact]
    public void Full_ClipsThatWaitOrAreCopiedGoBeforePictures()
    {
        var room = Room(new SpoolOptions { MaximumMegabytes = 0.05 });
        var copied = SpoolSample.Batch(BatchName.ClipPart, minute: 1);
        Fill(SpoolSample.Batch(2), SpoolSample.Batch(BatchName.ClipPart));
        using var place = room.TryReserve(copied, 30_000, out _);

        Assert.True(room.TryTake(Next(), 12_000, out _));
        Assert.Equal([SpoolSample.Batch(BatchName.ClipPart)], givenUp);
        Assert.False(place!.Taken.IsCancellationRequested);

        Assert.True(room.TryTake(Next(), 40_000, out _));
        Assert.True(place.Taken.IsCancellationRequested);
        Assert.Single(givenUp);
        Assert.Equal([SpoolSample.Batch(2)], spool.Waiting());
    }

    [Fact]
    public void DiskBelowItsFloor_SpoolDoesNotGrowAndDoesNotShrink()
    {
        var room = Room(new SpoolOptions { KeepFreeMegabytes = 10 }, () => 9_000_000);
        Fill(SpoolSample.Batch(4), SpoolSample.Batch(3), SpoolSample.Batch(1));

        // A batch has some 6 kB: three frames of 2 kB take the place of one of them, the fourth that of another.
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(room.TryTake(Next(), 2000, out string? _)));
        Assert.Equal([SpoolSample.Batch(4)], givenUp);
        Assert.All(Enumerable.Range(0, 1), _ => Assert.True(room.TryTake(Next(), 2000, out string? _)));

        Assert.Equal([SpoolSample.Batch(4), SpoolSample.Batch(3)], givenUp);
    }

    [Fact]
    public void DiskBelowItsFloor_NothingToGiveUp_SaysWhichBound()
    {
        var room = Room(new SpoolOptions { KeepFreeMegabytes = 10 }, () => 9_000_000);

        Assert.False(room.TryTake(Next(), 2000, out var fault));

        Assert.Equal("9 MB are free on the disk, and spool.keepFreeMegabytes is 10", fault);
    }

    [Fact]
    public void Full_WhatTheStoreRefused_GoesFirst()
    {
        var room = Room(new SpoolOptions { MaximumMegabytes = 0.014 });
        Fill(SpoolSample.Batch(9), SpoolSample.Batch(1));
        spool.SetAside(SpoolSample.Batch(1), "no");

        Assert.True(room.TryTake(Next(), 2000, out _));

        Assert.Equal([SpoolSample.Batch(1)], givenUp);
        Assert.Equal([SpoolSample.Batch(9)], spool.Waiting());
        Assert.Empty(Directory.GetFiles(folder.Path, "*.txt"));
    }

    [Fact]
    public void Full_ClipsGoBeforeWhatTheStoreRefused_ForTheDeviceKeepsThem()
    {
        var room = Room(new SpoolOptions { MaximumMegabytes = 0.02 });
        Fill(SpoolSample.Batch(9), SpoolSample.Batch(1));
        spool.SetAside(SpoolSample.Batch(1), "no");
        new ClipSender(spool, "pi", log).Put(Next().Event, FakeClip.Write(Path.Combine(folder.Path, "clips", "one.mp4")), CancellationToken.None);
        log.Lines.Clear();

        Assert.True(room.TryTake(SpoolSample.Batch(30), 6000, out _));

        Assert.True(Assert.Single(givenUp).IsClip);
        Assert.Equal([SpoolSample.Batch(1)], spool.Rejected());
        Assert.Contains("the device keeps it", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void DiskBelowItsFloor_WhatWasFreedForPicturesIsNotForClips()
    {
        var room = Room(new SpoolOptions { KeepFreeMegabytes = 10 }, () => 9_000_000);
        Fill(SpoolSample.Batch(4), SpoolSample.Batch(3));
        Assert.True(room.TryTake(Next(), 2000, out _));

        Assert.Null(room.TryReserve(SpoolSample.Batch(BatchName.ClipPart), 1000, out var fault));

        Assert.Contains("spool.keepFreeMegabytes", fault, StringComparison.Ordinal);
        Assert.True(room.TryTake(Next(), 2000, out _));
        Assert.Single(givenUp);
    }

    [Fact]
    public void Rejected_MoreThanTheirBound_OldestGoAndTheNewestStays()
    {
        spool.Room = Room(new SpoolOptions { RejectedMegabytes = 0.013 });
        for (var minute = 0; minute < 5; minute++)
        {
            var batch = SpoolSample.Batch(1, minute);
            Fill(batch);
            spool.SetAside(batch, $"reason {minute}");
        }

        Assert.Equal([3, 4], spool.Rejected().Select(batch => (batch.Event.Start - SpoolSample.Start).TotalMinutes));
        Assert.Equal(3, givenUp.Count);
        Assert.Equal(2, Directory.GetFiles(folder.Path, "*.reason.txt").Length);
    }

    private static BatchName Next() => SpoolSample.Batch(1, minute: 30, id: "nnnnnnnn");

    private SpoolRoom Room(SpoolOptions options, Func<long?>? freeBytes = null)
    {
        var room = new SpoolRoom(spool, options, freeBytes ?? (() => null), log);
        room.GivenUp += givenUp.Add;
        return room;
    }

    private void Fill(params BatchName[] batches) => Array.ForEach(batches, batch => SpoolSample.Fill(spool, batch));
}
