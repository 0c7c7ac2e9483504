using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Tests.Clips;
using Microsoft.Playwright;

namespace CloudCctv.Uploader.Tests.Live.Browser;

/// <summary>Modes, sensitivity and recording, as a person at the page uses them.</summary>
public sealed class ModesBrowserTests : LiveBrowser
{
    [Fact]
    public async Task Person_ChoosesTheBaseline_SeesItsNumbersAndItsScene_MovesTheSensitivity_AndSaves()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await LaunchAsync(playwright);
        var page = await OpenAsync(chromium, 390, 844);
        await Assertions.Expect(page.GetByLabel("Grey levels that count as changed")).ToBeVisibleAsync();

        await page.GetByLabel("Mode").SelectOptionAsync("baseline");

        await Assertions.Expect(page.GetByLabel("Mean squared difference that counts")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Grey levels that count as changed")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#snap")).ToHaveClassAsync("button primary");
        await Assertions.Expect(page.Locator("#difference")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("Difference now: [0-9]"), new() { Timeout = 60_000 });
        await page.GetByLabel("Look at the undisturbed scene").ClickAsync(new() { Timeout = 60_000 });
        Assert.True(await page.EvaluateAsync<bool>("(async () => { const image = document.getElementById('scene-large'); await image.decode(); return image.naturalWidth === 640; })()"));
        await page.Locator("#scene-close").ClickAsync();

        var first = await page.Locator("#scene-picture").GetAttributeAsync("src");
        await page.GetByRole(AriaRole.Button, new() { Name = "Snap scene" }).ClickAsync();
        await Assertions.Expect(page.Locator("#scene-picture")).Not.ToHaveAttributeAsync("src", first!, new() { Timeout = 60_000 });

        await page.GetByLabel("Sensitivity").FillAsync("75");
        await Assertions.Expect(page.Locator(".knob output").Last).ToHaveTextAsync("300 → 75", new() { Timeout = 60_000 });
        await page.Locator("#save-knobs").ClickAsync();
        await Assertions.Expect(page.Locator("#toast")).ToContainTextAsync("Saved in the settings file");

        var saved = SettingsFile.Load(SettingsFilePath).Cameras[0].Motion;
        Assert.Equal((MotionMode.Baseline, 75, 300), (saved.Mode, saved.Sensitivity, saved.Baseline.MeanSquaredError));
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Mode")).ToHaveValueAsync("baseline");
        await Assertions.Expect(page.GetByLabel("Sensitivity")).ToHaveValueAsync("75");
    }

    [Fact]
    public async Task Person_Records_LeavesThePage_ComesBack_Stops_AndSeesTheClip()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await LaunchAsync(playwright);
        var page = await OpenAsync(chromium, 1440, 900);

        await page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#recording-time")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("0:0[1-9] of 10:00"), new() { Timeout = 60_000 });
        await page.GotoAsync("about:blank");
        await page.GotoAsync($"{Url}/cameras/gate");
        await Assertions.Expect(page.Locator("#recording")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop recording" }).ClickAsync();

        await Assertions.Expect(page.Locator("#recording")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await page.GetByLabel("Recording of").ClickAsync(new() { Timeout = 60_000 });
        var width = await page.EvaluateAsync<int>("""
            new Promise((done, failed) => {
              const video = document.querySelector("#viewer video");
              video.onerror = () => failed(new Error(video.error.message));
              const look = () => (video.currentTime > 0 ? done(video.videoWidth) : setTimeout(look, 50));
              look();
            })
            """);
        Assert.Equal(640, width);
        Assert.EndsWith("-asked.mp4", Assert.Single(ClipSample.Files(Path.Combine(DataFolder, "clips", "gate"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1440, 900)]
    public async Task Page_InEveryMode_FitsAndIsForEverybody(int width, int height)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await LaunchAsync(playwright);
        var page = await OpenAsync(chromium, width, height);
        await page.Locator("summary").ClickAsync();
        foreach (var mode in new[] { "runningAverage", "frameDelta", "baseline" })
        {
            await page.GetByLabel("Mode").SelectOptionAsync(mode);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{mode} is wider than {width} pixels.");
        }

        Assert.Empty(await FindingsAsync(page));
    }

    private async Task<IPage> OpenAsync(IBrowser chromium, int width, int height)
    {
        var page = await chromium.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        await SignInAsync(page);
        await page.Locator(".card").ClickAsync();
        await Assertions.Expect(page.Locator("#veil")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        return page;
    }
}
