using System.Net;
using CloudCctv.Demo;
using CloudCctv.Tests.Support;

namespace CloudCctv.EndToEnd.Tests;

/// <summary>The main job with real processes, on both stores.</summary>
public sealed class MainJobTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(DemoStore.Folder)]
    [InlineData(DemoStore.Azurite)]
    public async Task RealPedestrians_AnyStore_BecomeAlertAndPicturesAndNothingIsLeft(DemoStore store)
    {
        Assert.SkipWhen(store == DemoStore.Azurite && AzuriteServer.MissingReason is not null, AzuriteServer.MissingReason ?? "");
        await using var run = Run(FirstFrames(Footage.Find("vtest.avi"), 120), store);

        var figures = await run.RunAsync(Token);

        Assert.Equal(120, figures.FramesSeen);
        Assert.True(figures.Events >= 1, "no event");
        Assert.True(figures.Sightings >= 10, $"only {figures.Sightings} sightings of {figures.FramesAnalyzed} frames");
        Assert.Equal(figures.Events, figures.Alerts);
        Assert.True(figures.Complete, $"left behind: {figures.ZipsLeft} in the store, {figures.SpoolLeft} on the device, {figures.Quarantined} in quarantine");
        Assert.All(run.Alerts, alert => Assert.True(alert.SignatureHolds, "signature"));
        await AssertNewestPictureAsync(run);
    }

    [Fact]
    public async Task NobodyInThePicture_MotionOnly_GivesNoAlertAndNothingIsLeft()
    {
        // A moving test pattern: motion without people, and no footage needed.
        await using var run = Run(Ffmpeg.TestClip(folder.File("pattern.avi"), "mjpeg", frames: 80, size: "640x480"), DemoStore.Folder);

        var figures = await run.RunAsync(Token);

        Assert.True(figures.Events >= 1, "the pattern moves");
        Assert.True(figures.FramesAnalyzed >= 10, $"{figures.FramesAnalyzed} frames analysed");
        Assert.Equal((0, 0), (figures.Sightings, figures.Alerts));
        Assert.True(figures.Complete, "left behind");
    }

    [Fact]
    public async Task UploaderKilledInTheMiddle_StartedAgain_FinishesWhatItHad()
    {
        var clip = Ffmpeg.TestClip(folder.File("pattern.avi"), "mjpeg", frames: 3000, size: "640x480");
        var spool = folder.File("uploader", "spool");
        var uploader = ChildProgram.Start(Programs.Uploader, Watch(clip, store: "/proc/nowhere"), new Dictionary<string, string?>(), _ => { });
        while (!Directory.Exists(spool) || Directory.GetFiles(spool, "*.zip").Length < 3 || Directory.GetFiles(spool, "*.part").Length == 0)
        {
            Assert.False(uploader.HasExited, "the uploader ended by itself");
            await Task.Delay(5, Token);
        }

        await uploader.KillAsync();
        await uploader.DisposeAsync();
        var waiting = Directory.GetFiles(spool, "*.zip").Length;

        // One picture in a folder: nothing moves, so all that is delivered is what was waiting.
        var still = Directory.CreateDirectory(folder.File("still")).FullName;
        Ffmpeg.Run("-i", clip, "-frames:v", "1", Path.Combine(still, "one.jpg"));
        await using var again = ChildProgram.Start(Programs.Uploader, Watch(still, store: folder.File("store")), new Dictionary<string, string?>(), _ => { });
        Assert.Equal(0, await again.WaitAsync(Token));

        Assert.Empty(Directory.GetFiles(spool, "*.zip*"));
        var stored = Directory.GetFiles(folder.File("store", "objects", "batches"), "*.zip", SearchOption.AllDirectories).Length;
        Assert.InRange(stored, waiting, waiting + 1);
    }

    private static async Task AssertNewestPictureAsync(DemoRun run)
    {
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var refused = await stranger.GetAsync(new Uri(run.Server!.Url, "/image.jpg"), Token);
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);

        var picture = await run.Server.Http.GetByteArrayAsync("/image.jpg", Token);
        Assert.Equal([0xFF, 0xD8], picture[..2]);
        var page = await run.Server.Http.GetStringAsync("/healthz", Token);
        Assert.Contains("ok", page, StringComparison.Ordinal);
    }

    private DemoRun Run(string clip, DemoStore store)
    {
        var output = TestContext.Current.TestOutputHelper;
        return new DemoRun(
            new DemoOptions { Source = clip, Store = store, MaxSpeed = true, DataFolder = folder.File("data") },
            (who, line) => output?.WriteLine($"{who} │ {line}"));
    }

    private string FirstFrames(string clip, int frames)
    {
        var first = folder.File("first.avi");
        Ffmpeg.Run("-i", clip, "-frames:v", $"{frames}", "-c:v", "mjpeg", "-q:v", "3", first);
        return first;
    }

    private string[] Watch(string source, string store) =>
        ["run", "--source", source, "--speed", "max", "--site", "farm", "--camera", "gate", "--data", folder.File("uploader"), "--store", store];
}
