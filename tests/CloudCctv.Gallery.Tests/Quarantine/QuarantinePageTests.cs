using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Gallery.Tests.Support;

namespace CloudCctv.Gallery.Tests.Quarantine;

public sealed class QuarantinePageTests
{
    [Fact]
    public async Task Empty_quarantine_says_that_all_is_well()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        Assert.Contains("Everything that arrived could be processed", await server.Browser.PageAsync("/quarantine"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quarantine_shows_code_reason_and_frames_as_text()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await server.Quarantine.KeepMessageAsync("garbage", new QuarantineReason
        {
            Code = BatchFault.FrameHash,
            Reason = "1 of 14 frames <b>could</b> not be used.",
            Time = Scene.Evening,
            DequeueCount = 2,
            BadFrames = [new BadFrame("000004-180312345.jpg", BatchFault.FrameHash, "SHA-256 differs.")],
        }, TestContext.Current.CancellationToken);

        var page = await server.Browser.PageAsync("/quarantine");

        Assert.Contains("frame-hash", page, StringComparison.Ordinal);
        Assert.Contains("1 of 14 frames &lt;b&gt;could&lt;/b&gt; not be used.", page, StringComparison.Ordinal);
        Assert.Contains("000004-180312345.jpg", page, StringComparison.Ordinal);
        Assert.Contains("SHA-256 differs.", page, StringComparison.Ordinal);
        Assert.Contains("2026-11-20 18:03:12.345 UTC", page, StringComparison.Ordinal);
    }
}
