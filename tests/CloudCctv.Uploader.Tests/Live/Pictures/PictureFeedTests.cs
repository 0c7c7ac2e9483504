using System.Net;
using System.Net.Sockets;
using System.Text;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Live;
using CloudCctv.Uploader.Live.Pictures;
using CloudCctv.Uploader.Tests.Live.Support;

namespace CloudCctv.Uploader.Tests.Live.Pictures;

public sealed class PictureFeedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void NobodyWatches_NothingIsCopiedOrEncoded()
    {
        using var view = new CameraViews(new LiveOptions(), new ManualTimeProvider());
        var feed = view.Open(new() { Name = "gate", Source = "/" });

        for (var number = 0; number < 100; number++)
        {
            feed.Publish(LiveScene.Decoded(number));
        }

        Assert.Equal((0, 0), (feed.Feed.Published, feed.Feed.Encodes));
    }

    [Fact]
    public async Task ManyViewers_ShareOneEncodePerPicture()
    {
        var clock = new ManualTimeProvider();
        await using var site = await LiveSite.StartSignedInAsync(clock: clock);
        var view = site.View();
        var viewers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WatchAsync(site)));
        await LiveScene.UntilAsync(() => view.Feed.Watchers == 8);

        for (var number = 0; number < 10; number++)
        {
            view.Publish(LiveScene.Decoded(number));
            clock.Advance(TimeSpan.FromMilliseconds(100));
            var pictures = await Task.WhenAll(viewers.Select(viewer => viewer.Reader.NextAsync(Token)));
            Assert.All(pictures, picture => Assert.Equal(pictures[0], picture));
        }

        Assert.Equal((10, 10), (view.Feed.Published, view.Feed.Encodes));
        Array.ForEach(viewers, viewer => viewer.Response.Dispose());
        await LiveScene.UntilAsync(() => view.Feed.Watchers == 0);
    }

    [Fact]
    public async Task CamerasOwnJpegs_PassThroughWithoutAnEncode()
    {
        await using var site = await LiveSite.StartSignedInAsync();
        var (response, reader) = await WatchAsync(site);
        await LiveScene.UntilAsync(() => site.View().Feed.Watchers == 1);

        var frame = LiveScene.Jpeg(7);
        var original = frame.Data.Span.ToArray();
        site.View().Publish(frame);

        Assert.Equal(original, await reader.NextAsync(Token));
        Assert.Equal(0, site.View().Feed.Encodes);
        response.Dispose();
    }

    [Fact]
    public async Task ViewerThatStopsReading_HoldsNobodyUp()
    {
        var clock = new ManualTimeProvider();
        await using var site = await LiveSite.StartSignedInAsync(new LiveOptions { FramesPerSecond = 30 }, clock: clock);
        var view = site.View();
        using var stalled = await OpenAndNeverReadAsync(site);
        var (response, reader) = await WatchAsync(site);
        await LiveScene.UntilAsync(() => view.Feed.Watchers == 2);

        // More than the buffers of a connection hold.
        byte[] last = [];
        for (var number = 0; number < 3000; number++)
        {
            view.Publish(LiveScene.Decoded(number));
            clock.Advance(TimeSpan.FromMilliseconds(34));
            last = await reader.NextAsync(Token);
        }

        using var decoder = new JpegDecoder();
        Assert.Equal(LiveScene.Width, decoder.ReadHeader(last).Width);
        Assert.Equal(3000, view.Feed.Published);
        response.Dispose();
    }

    [Theory]
    [InlineData("/image.jpg", "gate")]
    [InlineData("/image.jpg?camera=yard", "yard")]
    [InlineData("/cameras/yard/image.jpg", "yard")]
    public async Task Image_IsTheNextPictureOfThatCamera(string path, string camera)
    {
        await using var site = await LiveSite.StartSignedInAsync();
        var asking = site.Browser.GetAsync(new Uri(path, UriKind.Relative), Token);
        await LiveScene.UntilAsync(() => site.View(camera).Feed.Watchers == 1);
        var frame = LiveScene.Jpeg(3);
        var original = frame.Data.Span.ToArray();

        site.View(camera).Publish(frame);

        using var response = await asking;
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(original, await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(0, site.View(camera).Feed.Watchers);
    }

    [Theory]
    [InlineData("/image.jpg?camera=none")]
    [InlineData("/video_feed?camera=../gate")]
    [InlineData("/cameras/none/image.jpg")]
    [InlineData("/cameras/..%2fgate/image.jpg")]
    [InlineData("/cameras/none/video_feed")]
    [InlineData("/cameras/none/settings")]
    public async Task CameraThatIsNone_IsNotFound(string path)
    {
        await using var site = await LiveSite.StartSignedInAsync();

        using var response = await site.Browser.GetAsync(new Uri(path, UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Image_CameraIsGone_SaysSoInsteadOfShowingAnOldPicture()
    {
        var clock = new ManualTimeProvider();
        await using var site = await LiveSite.StartSignedInAsync(clock: clock);
        using var watching = site.View().Feed.Watch();
        site.View().Publish(LiveScene.Jpeg(1));
        site.View().Lost();

        var asking = site.Browser.GetAsync(new Uri("/image.jpg", UriKind.Relative), Token);
        await LiveScene.UntilAsync(() => site.View().Feed.Watchers == 2 && clock.WaitingTimers > 0);
        clock.Advance(TimeSpan.FromSeconds(5));

        using var response = await asking;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("No picture from gate", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreViewersThanSeats_AreTurnedAway_UntilOneLeaves()
    {
        await using var site = await LiveSite.StartSignedInAsync(new LiveOptions { MaxViewers = 1 });
        var (first, _) = await WatchAsync(site);

        using (var second = await site.Browser.GetAsync(new Uri("/video_feed", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        }

        first.Dispose();
        await LiveScene.UntilAsync(() => site.View().Feed.Watchers == 0);
        var (third, _) = await WatchAsync(site);
        third.Dispose();
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(25, 5)]
    [InlineData(100, 0)]
    public void Pace_FastCamera_LetsTenPerSecondThrough(int perSecond, int jitterMs)
    {
        var clock = new ManualTimeProvider();
        var pace = new Pace(10, clock);
        var random = new Random(1);
        var taken = 0;
        for (var elapsed = 0; elapsed < 60_000;)
        {
            taken += pace.Take() ? 1 : 0;
            var step = Math.Max(1, (1000 / perSecond) + random.Next(-jitterMs, jitterMs + 1));
            elapsed += step;
            clock.Advance(TimeSpan.FromMilliseconds(step));
        }

        Assert.InRange(taken, 500, 601);
    }

    [Fact]
    public void Pace_CameraThatKeepsTimeBadly_LosesNothingWithinTheLimit()
    {
        var clock = new ManualTimeProvider();
        var pace = new Pace(10, clock);
        var lost = 0;
        for (var i = 0; i < 200; i++)
        {
            lost += pace.Take() ? 0 : 1;
            clock.Advance(TimeSpan.FromMilliseconds(i % 2 == 0 ? 70 : 130));
        }

        Assert.Equal(0, lost);
    }

    private static async Task<(HttpResponseMessage Response, MjpegReader Reader)> WatchAsync(LiveSite site)
    {
        var response = await site.Browser.GetAsync(new Uri("/video_feed", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.StartsWith("multipart/x-mixed-replace", response.Content.Headers.ContentType?.ToString(), StringComparison.Ordinal);
        return (response, new MjpegReader(await response.Content.ReadAsStreamAsync(Token)));
    }

    private static async Task<TcpClient> OpenAndNeverReadAsync(LiveSite site)
    {
        var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(IPAddress.Loopback, site.Url.Port, Token);
        var request = $"GET /cameras/gate/video_feed HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {site.Cookies.GetCookieHeader(site.Url)}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Token);
        return client;
    }
}
