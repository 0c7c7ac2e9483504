using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Live.Probe;
using CloudCctv.Uploader.Tests.Live.Support;
using CloudCctv.Uploader.Tests.Privacy;

namespace CloudCctv.Uploader.Tests.Live.Probe;

public sealed class ProbeTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("clip.avi", "mjpeg")]
    [InlineData("clip.mp4", "libx264")]
    public async Task AddressThatWorks_IsShown_AndNothingIsKept(string name, string codec)
    {
        var clip = Ffmpeg.TestClip(folder.File(name), codec, frames: 10);
        await using var site = await LiveSite.StartSignedInAsync();
        using var socket = await TryAsync(site, $" {clip}\n");
        using var decoder = new JpegDecoder();
        var pictures = 0;
        while (await socket.NextMessageAsync(Token) is { Type: WebSocketMessageType.Binary } picture)
        {
            Assert.Equal(320, decoder.ReadHeader(picture.Bytes).Width);
            pictures++;
        }

        Assert.InRange(pictures, 1, 10);
        Assert.Equal(["live-key"], Directory.EnumerateFileSystemEntries(site.DataFolder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("ftp://10.0.0.7/x", "the scheme 'ftp'")]
    [InlineData("concat:/etc/passwd", "does not exist")]
    [InlineData("/no/such/clip.mp4", "does not exist")]
    [InlineData("", "is none")]
    [InlineData("rtsp://127.0.0.1:{port}/x", "not on this port")]
    [InlineData("http://me:secret@127.0.0.1:{port}/x", "not on this port")]
    public async Task AddressThatDoesNotWork_SaysWhyInPlainWords(string address, string expected)
    {
        await using var site = await LiveSite.StartSignedInAsync();
        using var socket = await TryAsync(site, address.Replace("{port}", $"{FreePort.Next()}", StringComparison.Ordinal));

        var (_, bytes) = await socket.NextMessageAsync(Token);

        var problem = JsonDocument.Parse(bytes).RootElement.GetProperty("problem").GetString();
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondTrial_WhileOneGoesOn_IsPutOff()
    {
        var clip = Ffmpeg.TestClip(folder.File("clip.avi"), "mjpeg", frames: 600);
        await using var site = await LiveSite.StartSignedInAsync();
        using var first = await TryAsync(site, clip);
        await first.NextMessageAsync(Token);

        using var second = await TryAsync(site, clip);

        Assert.Contains("one at a time", Encoding.UTF8.GetString((await second.NextMessageAsync(Token)).Bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cannot read rtsp://a/: method DESCRIBE failed: 401 Unauthorized", "user name and a password")]
    [InlineData("Server returned 404 Not Found", "no stream under this path")]
    [InlineData("Connection to tcp://10.0.0.9 failed: No route to host", "Nothing is reachable")]
    [InlineData("no picture for 15 s", "no picture for 15 s")]
    public void Words_SayWhatToDo_AndWhatWasSaid(string message, string expected)
    {
        Assert.Contains(expected, ProbeWords.For(message), StringComparison.Ordinal);
        Assert.Contains(message, ProbeWords.For(message), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CameraWithPrivacyMasks_NoAddressIsOpenedThatCouldShowWhatTheyHide()
    {
        var clip = Ffmpeg.TestClip(folder.File("clip.avi"), "mjpeg", frames: 10);
        await using var site = await LiveSite.StartSignedInAsync(privacy: PrivacyScene.Middle);
        using var socket = await TryAsync(site, clip);

        var (type, bytes) = await socket.NextMessageAsync(Token);

        Assert.Equal(WebSocketMessageType.Text, type);
        Assert.Contains("'yard' has privacy masks", JsonDocument.Parse(bytes).RootElement.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    private static async Task<WebSocket> TryAsync(LiveSite site, string address)
    {
        var socket = await site.ConnectAsync("/probe");
        await socket.SendAsync(Encoding.UTF8.GetBytes(address), WebSocketMessageType.Text, endOfMessage: true, Token);
        return socket;
    }
}
