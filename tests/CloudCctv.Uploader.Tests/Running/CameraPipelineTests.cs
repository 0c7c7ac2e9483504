using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Running;

public sealed class CameraPipelineTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task CameraDiesInTheMiddleOfAnEvent_ItsLastPicturesAreSealedAtOnce()
    {
        var clip = Ffmpeg.TestClip(folder.File("pattern.avi"), "mjpeg", frames: 600, size: "640x480");
        var url = $"http://127.0.0.1:{FreePort.Next()}/video";
        using var camera = Ffmpeg.Start("-re", "-i", clip, "-c:v", "copy", "-f", "mpjpeg", "-listen", "1", url);
        using var spool = new SpoolFolder(folder.File("spool"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var settings = new CameraSettings { Name = "gate", Source = url };
        using var spooler = new EventSpooler(spool, "pi", "farm", "gate", new BatchOptions { Seconds = 600 }, new Random(1), NullLogger.Instance);
        var source = new SupervisedSource("gate", SourceAddress.Parse(url), new CaptureOptions { MaxRetrySeconds = 1 }, TimeProvider.System, new Random(1), NullLogger.Instance);
        var pipeline = new CameraPipeline(settings, source, spooler, NullLogger.Instance);
        source.Lost = pipeline.SourceLost;

        var running = pipeline.RunAsync(stop.Token);
        await UntilAsync(() => spool.Waiting().Count == 1 && spool.UnfinishedParts().Count == 1);
        camera.Kill();
        await UntilAsync(() => spool.UnfinishedParts().Count == 0 && spool.Waiting().Count == 2);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
