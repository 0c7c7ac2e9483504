using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Clips;
using Microsoft.Playwright;

namespace CloudCctv.Uploader.Tests.Clips;

/// <summary>In a real browser; skipped where there is none.</summary>
public sealed class ClipBrowserTests
{
    private const string Chromium = "/usr/bin/chromium";

    [Fact]
    public async Task Clip_InAPage_PlaysToItsEnd()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed.");
        using var folder = new TempFolder();
        await ClipSample.RecordAsync(folder.Path, new ClipOptions(), ClipSample.Jpegs(12).Select((jpeg, i) => (jpeg, i * 0.1)));
        File.WriteAllText(folder.File("page.html"), $"<video muted src=\"{ClipSample.Files(folder.Path).Single()}\"></video>");
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        var page = await chromium.NewPageAsync();
        await page.GotoAsync(new Uri(folder.File("page.html")).ToString());

        var played = await page.EvaluateAsync<double[]>("""
            () => new Promise((done, failed) => {
                const video = document.querySelector("video");
                video.onended = () => done([video.videoWidth, video.videoHeight, video.duration, video.getVideoPlaybackQuality().totalVideoFrames]);
                video.onerror = () => failed(new Error(video.error.message));
                video.play().catch(failed);
            })
            """);

        Assert.Equal([320, 240], played[..2]);
        Assert.InRange(played[2], 1.1, 1.3);
        Assert.InRange(played[3], 6, 12);
    }
}
