using Microsoft.Playwright;

namespace CloudCctv.Gallery.Tests.Browser;

/// <summary>A browser with a profile of its own, which keeps what only lasting ones may: service workers that show notifications.</summary>
internal static class Chromium
{
    private const string Program = "/usr/bin/chromium";

    public static async Task<IPlaywright> PlaywrightAsync()
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not installed.");
        return await Playwright.CreateAsync();
    }

    public static Task<IBrowserContext> LaunchAsync(IPlaywright playwright, string profile) => playwright.Chromium.LaunchPersistentContextAsync(profile, new()
    {
        ExecutablePath = Program,
        Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        Permissions = ["notifications"],
    });
}
