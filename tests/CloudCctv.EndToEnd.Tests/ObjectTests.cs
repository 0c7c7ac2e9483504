using System.Net;
using CloudCctv.Demo;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.EndToEnd.Tests;

/// <summary>Something is taken before a real uploader; a real server tells of it and shows it.</summary>
public sealed class ObjectTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(RealObjects.Earlier, "Something was taken at street (demo)", "thing taken")]
    [InlineData(RealObjects.Later, "Something was left at street (demo)", "thing left")]
    public async Task RealThing_TakenOrLeftDuringAVisit_IsAnAlertOfItsOwnAndAPageWithBothPictures(string when, string title, string words)
    {
        var heard = folder.File("heard");
        await using var run = Run(RealObjects.Clip(folder, when, cone: null), heard);

        var figures = await run.RunAsync(Token);

        Assert.True(figures.Complete, $"left behind: {figures.ZipsLeft} in the store, {figures.SpoolLeft} on the device, {figures.Quarantined} in quarantine");
        var alert = Assert.Single(run.Alerts, alert => alert.Text.StartsWith("Something", StringComparison.Ordinal));
        Assert.StartsWith($"{title}: 1 thing, ", alert.Text, StringComparison.Ordinal);
        Assert.True(alert.SignatureHolds, "signature");
        // Whoever did it is an alert of its own.
        Assert.Contains(run.Alerts, other => other.Event != alert.Event && other.Text.StartsWith("Person", StringComparison.Ordinal));
        using var browser = new Visitor(run.Server!.Url);
        await browser.SignInAsync((await File.ReadAllTextAsync(folder.File("data", "server", "access-key"), Token)).Trim());
        var page = WebUtility.HtmlDecode(await browser.PageAsync($"/events/{alert.Event}"));
        Assert.Contains("<strong>Before</strong>", page, StringComparison.Ordinal);
        Assert.Contains("<strong>After</strong>", page, StringComparison.Ordinal);
        Assert.Contains($"1\u00a0{words}", page, StringComparison.Ordinal);
        Assert.Equal("RIFF", await File.ReadAllTextAsync(heard, Token));
    }

    [Fact]
    public async Task RealVisit_NothingTakenAndNothingLeft_TellsOfThePersonOnly()
    {
        await using var run = Run(RealObjects.Clip(folder, sign: null, cone: null), folder.File("heard"));

        await run.RunAsync(Token);

        Assert.NotEmpty(run.Alerts);
        Assert.All(run.Alerts, alert => Assert.StartsWith("Person", alert.Text, StringComparison.Ordinal));
    }

    private DemoRun Run(string clip, string heard)
    {
        var config = folder.File("settings.json");
        File.WriteAllText(config, $$"""
            { "cameras": [ { "name": "street", "source": "{{clip}}", "objects": { "enabled": true, "beep": true, "beepCommand": [ "sh", "-c", "head -c 4 > '{{heard}}'; cat > /dev/null" ] } } ] }
            """);
        var output = TestContext.Current.TestOutputHelper;
        return new DemoRun(
            new DemoOptions { Source = clip, Store = DemoStore.Folder, MaxSpeed = true, DataFolder = folder.File("data"), UploaderConfig = config },
            (who, line) => output?.WriteLine($"{who} │ {line}"));
    }
}
