using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Tests.Clips.Sending;
using CloudCctv.Uploader.Tests.Spool;
using CloudCctv.Uploader.Upload;
using CloudCctv.Uploader.Upload.Budget;
using CloudCctv.Uploader.Upload.Schedule;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Upload.Schedule;

/// <summary>What may leave when, by a clock that the test moves. It starts at noon.</summary>
public sealed class WaitingUploadsTests : IDisposable
{
    private static readonly BatchName First = SpoolSample.Batch(1);
    private static readonly BatchName Rest = SpoolSample.Batch(BatchName.UrgentParts + 1);

    private readonly TempFolder folder = new();
    private readonly ManualTimeProvider clock = new();
    private readonly SpoolFolder spool;
    private readonly Store store;
    private readonly DataBudget budget;
    private readonly Uploads uploads;

    public WaitingUploadsTests()
    {
        spool = new SpoolFolder(folder.File("spool"));
        store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System);
        budget = new DataBudget(folder.File("data-use.json"), clock, NullLogger.Instance);
        uploads = new Uploads(spool, store, budget, new UploadSchedule(budget, clock), SpooledSample.AllWanted(spool, folder), new DeviceHealth(clock, NullLogger.Instance), clock, NullLogger.Instance);
        foreach (var batch in (BatchName[])[First, Rest])
        {
            using var part = new PartFile(spool, "pi", batch);
            using var frame = SpoolSample.Frame(batch.Part);
            part.Add(1, frame);
            part.Seal();
        }
    }

    public void Dispose()
    {
        uploads.Dispose();
        budget.Dispose();
        spool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public Task MeteredLink_OnlyTheFirstBatchLeaves_TheRestWhenItIsNoMore() => AssertWaitsAsync(
        new UploadOptions { Metered = true }, () => uploads.Use(new UploadOptions()));

    [Fact]
    public Task OutsideTheWindow_OnlyTheFirstBatchLeaves_TheRestWhenItOpens() => AssertWaitsAsync(
        new UploadOptions { Windows = [new UploadWindow { From = "22:00", To = "06:00" }] }, () => clock.Advance(TimeSpan.FromHours(10)));

    [Fact]
    public Task MeteredLinkWithAWindow_TheRestWaitsForIt() => AssertWaitsAsync(
        new UploadOptions { Metered = true, Windows = [new UploadWindow { From = "22:00", To = "06:00" }] }, () => clock.Advance(TimeSpan.FromHours(10)));

    [Fact]
    public Task MonthUsedUp_OnlyTheFirstBatchLeaves_TheRestInTheNextMonth()
    {
        var options = new UploadOptions { MonthlyMegabytesPerCamera = 1, MonthStartsOnDay = 3 };
        budget.Use(options);
        budget.Sent("gate", 1_000_000);

        return AssertWaitsAsync(options, () => clock.Advance(TimeSpan.FromHours(12)));
    }

    [Fact]
    public async Task EverythingPlayed_WhatMayNotLeaveStays()
    {
        uploads.Use(new UploadOptions { Metered = true });
        await uploads.PrepareStoreAsync(TestContext.Current.CancellationToken);

        await uploads.RunAsync(finishing: new CancellationToken(canceled: true), TestContext.Current.CancellationToken);

        Assert.Equal([Rest], spool.Waiting());
    }

    private async Task AssertWaitsAsync(UploadOptions options, Action opens)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        uploads.Use(options);
        await uploads.PrepareStoreAsync(stop.Token);
        var running = uploads.RunAsync(CancellationToken.None, stop.Token);

        // It counts as delivered a moment before the spool lets go of it.
        await UntilAsync(() => uploads.Delivered == 1 && spool.Waiting().Count == 1);
        // Looked at once more, and still not.
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([Rest], spool.Waiting());

        opens();
        await UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            return spool.Waiting().Count == 0;
        });
        await stop.CancelAsync();
        await running;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }
}
