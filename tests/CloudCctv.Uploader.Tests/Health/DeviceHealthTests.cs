using CloudCctv.Contracts.Health;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Motion;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Health;

public sealed class DeviceHealthTests
{
    [Fact]
    public void Cameras_OneStoppedAndOneLost_ComeBeforeThoseThatAreWatched()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 11, 20, 7, 0, 0, TimeSpan.Zero));
        var health = new DeviceHealth(clock, NullLogger.Instance);
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            health.CameraOf(name).Saw(new Luma(new byte[64 * 48], 64, 48, 256, 192), clock.GetUtcNow());
        }

        health.CameraOf("d").Stop();
        health.CameraOf("b").Lose();

        Assert.Equal(
            [("b", CameraState.Lost), ("d", CameraState.Stopped), ("a", CameraState.Watching), ("c", CameraState.Watching)],
            health.Cameras.Select(camera => (camera.Name, camera.State)));
    }
}
