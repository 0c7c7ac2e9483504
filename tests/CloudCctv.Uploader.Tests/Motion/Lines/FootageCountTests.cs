using CloudCctv.Contracts.Geometry;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Health.Cameras;
using CloudCctv.Uploader.Health.Tamper;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Tests.Events;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Motion.Lines;

/// <summary>What motion alone counts, beside the count by hand (docs/guide/counting.md): the figures are printed.</summary>
public sealed class FootageCountTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Table_OnePersonAfterTheOther_EachIsCountedOnTheWayOut()
    {
        var counted = await CountAsync("one-by-one-person.mp4", new CountingLine("exit", new(0.8, 1), new(0.8, 0)));

        // Six by hand, in, and nobody out.
        Assert.InRange(counted[0].In, 3, 7);
        Assert.InRange(counted[0].Out, 0, 2);
    }

    [Fact]
    public async Task Street_WithPeople_IsCounted()
    {
        var counted = await CountAsync("vtest.avi", new CountingLine("left", new(0.4, 0.65), new(0.4, 0.3)), new CountingLine("right", new(0.7, 0.85), new(0.7, 0.2)));

        // By hand 11 in and 14 out, 15 and 18; people who walk together are one to motion.
        Assert.InRange(counted.Sum(line => line.In + line.Out), 20, 70);
    }

    private async Task<IReadOnlyList<CloudCctv.Contracts.Health.LineHeartbeat>> CountAsync(string clip, params CountingLine[] lines)
    {
        Ffmpeg.Run("-i", Footage.Find(clip), "-q:v", "3", folder.File("%06d.jpg"));
        var camera = new CameraSettings
        {
            Name = "gate",
            Source = folder.Path,
            Capture = new CaptureOptions { FolderFramesPerSecond = 10, MaxSpeed = true },
            Motion = new MotionOptions { Lines = lines },
        };
        var health = new CameraHealth("gate", new ManualTimeProvider(), NullLogger.Instance);
        health.Begin(new TamperOptions { Enabled = false });
        var source = new SupervisedSource("gate", SourceAddress.Parse(camera.Source), camera.Capture, new ManualTimeProvider(), new Random(1), NullLogger.Instance);
        await new CameraPipeline(camera, source, new ListSink(), NullLogger.Instance) { Health = health }.RunAsync(TestContext.Current.CancellationToken);
        var counted = health.Tell().Lines!;
        output.WriteLine($"{clip}: {string.Join("; ", counted.Select(line => $"{line.Name} {line.In} in, {line.Out} out"))}");
        return counted;
    }
}
