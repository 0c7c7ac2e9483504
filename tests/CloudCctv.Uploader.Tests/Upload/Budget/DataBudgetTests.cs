using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Tests.Clips;
using CloudCctv.Uploader.Tests.Clips.Sending;
using CloudCctv.Uploader.Upload;
using CloudCctv.Uploader.Upload.Budget;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Upload.Budget;

/// <summary>100 MB a month. It is noon of 1 March at first.</summary>
public sealed class DataBudgetTests : IDisposable
{
    private const long Megabyte = 1_000_000;

    private static readonly UploadOptions Options = new() { MonthlyMegabytesPerCamera = 100 };

    private readonly TempFolder folder = new();
    private readonly ManualTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Sent_MoreAndMore_TheCameraSavesMoreAndMoreAndOthersDoNot()
    {
        using var budget = Open();
        var stages = Enumerable.Range(0, 12).Select(_ =>
        {
            budget.Sent("gate", 10 * Megabyte);
            return budget.StageOf("gate");
        }).Distinct();

        Assert.Equal(Enum.GetValues<DataStage>(), stages);
        Assert.Equal(DataStage.Full, budget.StageOf("yard"));
        Assert.Equal(new DataHeartbeat { Mb = 120, Stage = DataStage.SmallPictures }, budget.Tell());
    }

    [Fact]
    public void NoBudget_NobodySaves_AndBytesAreStillCounted()
    {
        using var budget = Open(new UploadOptions());
        budget.Sent("gate", 1_000_000 * Megabyte);

        Assert.Equal(DataStage.Full, budget.StageOf("gate"));
        Assert.Equal(new DataHeartbeat { Mb = 1_000_000 }, budget.Tell());
    }

    [Fact]
    public void Restart_AfterACleanEnd_GoesOnWithTheSameCount()
    {
        using (var budget = Open())
        {
            budget.Sent("gate", 60 * Megabyte);
        }

        using var next = Open();
        Assert.Equal((60, DataStage.FewerFrames), (next.Tell().Mb, next.StageOf("gate")));
    }

    [Fact]
    public async Task PowerCut_InTheMiddleOfAClip_WhatHasLeftCountsAndAMegabyteAtMost()
    {
        using var spool = new SpoolFolder(folder.File("spool"));
        new ClipSender(spool, "pi", NullLogger.Instance).Put(ClipSample.Event(), FakeClip.Write(folder.File("clip.mp4"), 20_000_000), Token);
        var store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, clock);
        await store.EnsureCreatedAsync(Token);
        store.Pace.BytesPerSecond = 100_000;
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var sending = new BatchDelivery(spool, store.Objects, store.Queue) { Pace = store.Pace, Budget = Open() }.DeliverAsync(new(ClipSample.Event(), BatchName.ClipPart), cut.Token);
        while (store.Pace.BytesSent < 5 * Megabyte && !sending.IsCompleted)
        {
            if (clock.WaitingTimers > 0)
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
            }

            await Task.Yield();
        }

        // No end: the power is gone.
        using var next = Open();
        Assert.InRange(next.Tell().Mb, 5, 6);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public void PowerCuts_AtAnyTime_NeverGiveBytesBack()
    {
        var random = new Random(3);
        long sent = 0;
        for (var life = 0; life < 30; life++)
        {
            var budget = Open();
            for (var batch = random.Next(1, 10); batch > 0; batch--)
            {
                var bytes = random.Next(10_000, 500_000);
                budget.Sent("gate", bytes);
                sent += bytes;
            }
        }

        using var next = Open();
        Assert.InRange(next.Tell().Mb, sent / Megabyte, (sent / Megabyte) + 31);
    }

    [Fact]
    public void PowerCut_InANewMonth_GivesNoBytesBack()
    {
        var budget = Open();
        budget.Sent("gate", Megabyte);
        clock.Advance(TimeSpan.FromDays(31));
        budget.Sent("gate", Megabyte);

        using var next = Open();
        Assert.InRange(next.Tell().Mb, 1, 2);
    }

    [Theory]
    [InlineData("data-use.json")]
    [InlineData("data-use.json.copy")]
    public void OneCopyDamaged_TheOtherCounts(string copy)
    {
        using (var budget = Open())
        {
            budget.Sent("gate", 100 * Megabyte);
        }

        File.WriteAllText(folder.File(copy), "{ \"2026-03-01\": { \"ga");

        using var next = Open();
        Assert.Equal(DataStage.SmallPictures, next.StageOf("gate"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{ \"2026-03-01\": null, \"x\": {} }")]
    public void BothCopiesLost_InTheMiddleOfTheMonth_HalfOfItIsTakenForUsed(string content)
    {
        File.WriteAllText(folder.File("data-use.json"), content);
        clock.Advance(TimeSpan.FromDays(15));
        using var budget = Open();
        Assert.Equal(DataStage.Full, budget.StageOf("gate"));

        budget.Sent("gate", 52 * Megabyte);

        Assert.Equal(DataStage.SmallPictures, budget.StageOf("gate"));
        Assert.Equal(52, budget.Tell().Mb);
    }

    [Fact]
    public void NextMonth_BeginsOnItsDay_WithAllBytes()
    {
        using var budget = Open(Options with { MonthStartsOnDay = 3 });
        budget.StageOf("gate");
        budget.Sent("gate", 200 * Megabyte);
        clock.Advance(TimeSpan.FromHours(35));
        Assert.Equal(DataStage.SmallPictures, budget.StageOf("gate"));

        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(DataStage.Full, budget.StageOf("gate"));
        Assert.Equal(0, budget.Tell().Mb);
    }

    [Fact]
    public void ClockGoesToTheNextMonthAndBack_TheCountIsStillThere()
    {
        using var budget = Open();
        budget.Sent("gate", 200 * Megabyte);
        var now = clock.GetUtcNow();
        clock.Jump(now.AddDays(40));
        Assert.Equal(DataStage.Full, budget.StageOf("gate"));

        clock.Jump(now);

        Assert.Equal(DataStage.SmallPictures, budget.StageOf("gate"));
    }

    [Fact]
    public void OtherFirstDay_InTheMiddleOfAMonth_GivesNoBytesBack()
    {
        clock.Advance(TimeSpan.FromDays(10));
        using var budget = Open();
        budget.Sent("gate", 200 * Megabyte);

        budget.Use(Options with { MonthStartsOnDay = 5 });

        Assert.Equal(DataStage.SmallPictures, budget.StageOf("gate"));
    }

    [Fact]
    public void FolderIsGone_CountingGoesOn()
    {
        using var budget = new DataBudget(folder.File("none", "data-use.json"), clock, NullLogger.Instance);
        budget.Use(Options);

        budget.Sent("gate", 200 * Megabyte);

        Assert.Equal(DataStage.SmallPictures, budget.StageOf("gate"));
    }

    private DataBudget Open(UploadOptions? options = null)
    {
        var budget = new DataBudget(folder.File("data-use.json"), clock, NullLogger.Instance);
        budget.Use(options ?? Options);
        return budget;
    }
}
