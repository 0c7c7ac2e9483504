using CloudCctv.Contracts.Health;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Tests.Capture;
using CloudCctv.Uploader.Tests.Capture.Http;

namespace CloudCctv.Uploader.Tests.Running;

public sealed class SeveralCamerasTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task OneHangsOneFailsOneIsMissing_TheOtherIsWatchedToItsEnd()
    {
        using var hanging = new HttpCamera((_, _, token) => Task.Delay(Timeout.Infinite, token));
        using var failing = new HttpCamera((_, stream, token) => HttpCamera.WriteAsync(stream, "HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", token));
        var settings = new UploaderSettings
        {
            DataFolder = folder.File("data"),
            Cameras =
            [
                Camera("hanging", hanging.Url),
                Camera("failing", failing.Url),
                Camera("missing", folder.File("none.mp4")),
                Camera("good", Ffmpeg.TestClip(folder.File("clip.avi"), "mjpeg", frames: 60)),
            ],
        };
        var log = new LineLog();
        var store = StoreFactory.Create(StoreAddress.Find(folder.File("store"), "--store", _ => null)!, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var run = new UploaderRun(InForce.Of(settings), store, TimeProvider.System, log);
        var running = run.RunAsync(stop.Token);
        while (!log.Lines.Any(line => line.Contains("good: end of recording after 60 frames", StringComparison.Ordinal)) || hanging.Requests.IsEmpty)
        {
            await Task.Delay(20, Token);
        }

        await stop.CancelAsync();
        var (summary, allRead) = await running;
        Assert.Equal(60, summary.FramesSeen);
        Assert.False(allRead);
        Assert.Equal(CameraState.Lost, run.Health.CameraOf("missing").Tell().State);
        Assert.Equal(CameraState.Stopped, run.Health.CameraOf("good").Tell().State);
        Assert.Contains(log.Lines, line => line.Contains("failing: camera lost", StringComparison.Ordinal) && line.Contains("500", StringComparison.Ordinal));
    }

    private static CameraSettings Camera(string name, string source) =>
        new() { Name = name, Source = source, Capture = new CaptureOptions { MaxSpeed = true, StallSeconds = 600, MaxRetrySeconds = 1 } };
}
