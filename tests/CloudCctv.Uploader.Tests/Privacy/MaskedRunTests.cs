using System.IO.Compression;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Privacy;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Tests.Capture;
using CloudCctv.Uploader.Tests.Clips;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Privacy;

/// <summary>Cameras of each kind, watched as a whole; every picture that was kept is decoded and looked at.</summary>
public sealed class MaskedRunTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mjpeg", "walk.avi")]
    [InlineData("libx264", "walk.mp4")]
    public async Task Recording_SomebodyWalksThroughTheMask_NoStoredPictureShowsIt(string codec, string file)
    {
        var clip = Ffmpeg.TestClip(folder.File(file), codec, frames: 120);

        await RunAsync(new CameraSettings { Name = "gate", Source = clip, Privacy = PrivacyScene.Middle });

        AssertNothingShows(Stored());
    }

    [Fact]
    public async Task RtspCamera_WhoseDecoderHoldsThePictures_NeitherCopyNorKeptPictureShowsIt()
    {
        using var server = await RtspServer.StartAsync("tcp", Token);
        using var mask = PrivacyMask.Of(PrivacyScene.Middle);
        using var encoder = new FrameEncoder(quality: 85);
        var camera = new SupervisedSource("gate", SourceAddress.Parse(server.Url), new CaptureOptions(), TimeProvider.System, new Random(1), NullLogger.Instance);
        var looked = 0;

        await foreach (var frame in MaskedSource.Around("gate", camera, mask, NullLogger.Instance).ReadAsync(Token))
        {
            Assert.Equal(FrameFormat.Luma, frame.Format);
            if (frame.CopyPicture() is { } copy)
            {
                using var shown = encoder.ToJpeg(copy);
                using var kept = encoder.ToJpeg(frame);
                PrivacyScene.AssertFlat(shown.Span);
                PrivacyScene.AssertFlat(kept.Span);
                looked++;
            }
            else
            {
                frame.Dispose();
            }

            if (looked == 5)
            {
                break;
            }
        }

        Assert.Equal(5, looked);
    }

    [Fact]
    public async Task Clip_OfAMaskedCamera_IsFlatThere()
    {
        var clip = Ffmpeg.TestClip(folder.File("walk.avi"), "mjpeg", frames: 120);
        var clips = new ClipOptions { Enabled = true, Codec = ClipCodec.Copy };
        await using (var maker = ClipSample.Maker(clips, folder.File("clips")))
        {
            await RunAsync(new CameraSettings { Name = "gate", Source = clip, Privacy = PrivacyScene.Middle }, tap: new ClipRecorder(maker, NullLogger.Instance));
        }

        var film = Assert.Single(ClipSample.Files(folder.File("clips")));
        Ffmpeg.Run("-i", Path.Combine(folder.File("clips"), film), "-c:v", "copy", "-f", "image2", folder.File("film-%03d.jpg"));
        AssertNothingShows([.. Directory.EnumerateFiles(folder.Path, "film-*.jpg").Select(File.ReadAllBytes)]);
    }

    private static void AssertNothingShows(IReadOnlyList<byte[]> pictures)
    {
        Assert.InRange(pictures.Count, 10, 10_000);
        Assert.All(pictures, picture => PrivacyScene.AssertFlat(picture));
    }

    private async Task RunAsync(CameraSettings camera, IEventTap? tap = null)
    {
        using var spool = new SpoolFolder(folder.File("spool"));
        using var spooler = new EventSpooler(spool, "pi", "farm", camera.Name, new BatchOptions(), new Random(1), NullLogger.Instance);
        using var mask = PrivacyMask.Of(camera.Privacy);
        var source = new SupervisedSource(camera.Name, SourceAddress.Parse(camera.Source), camera.Capture, TimeProvider.System, new Random(1), NullLogger.Instance);
        var pipeline = new CameraPipeline(camera, MaskedSource.Around(camera.Name, source, mask, NullLogger.Instance), spooler, NullLogger.Instance, tap);
        await pipeline.RunAsync(Token);
    }

    /// <summary>All pictures in finished zips of the spool.</summary>
    private List<byte[]> Stored()
    {
        var pictures = new List<byte[]>();
        foreach (var path in Directory.Exists(folder.File("spool")) ? Directory.EnumerateFiles(folder.File("spool"), "*.zip", SearchOption.AllDirectories) : [])
        {
            using var zip = ZipFile.OpenRead(path);
            foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".jpg", StringComparison.Ordinal)))
            {
                using var content = entry.Open();
                using var bytes = new MemoryStream();
                content.CopyTo(bytes);
                pictures.Add(bytes.ToArray());
            }
        }

        return pictures;
    }
}
