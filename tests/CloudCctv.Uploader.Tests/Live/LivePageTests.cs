using System.Net;
using System.Net.Sockets;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Live;
using CloudCctv.Uploader.Live.Access;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Tests.Live.Support;
using CloudCctv.Uploader.Tests.Running;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Live;

public sealed class LivePageTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task NobodyAsksForIt_ThereIsNoPageAndNoKey()
    {
        await using var page = LivePage.Start(new UploaderSettings { DataFolder = folder.Path }, null, TimeProvider.System, NullLogger.Instance);

        Assert.Null(page);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task PortIsTaken_WatchingGoesOn_AndThePageComesWhenItIsFree()
    {
        var clock = new ManualTimeProvider();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var log = new LogLines();
        await using var page = LivePage.Start(Settings("rtsp://10.0.0.7/1", port), null, clock, log)!;
        await LiveScene.UntilAsync(() => log.Has($"live page cannot start on 127.0.0.1:{port}") && clock.WaitingTimers > 0);

        taken.Stop();
        clock.Advance(TimeSpan.FromSeconds(30));

        using var http = new HttpClient { BaseAddress = await page.Started };
        using var response = await http.GetAsync(new Uri("/sign-in", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(log.Has(File.ReadAllText(LiveKeyFile.PathIn(folder.File("data"))).Trim()), "The key is in the log.");
    }

    [Fact]
    public async Task PortIsTaken_RecordingIsWatchedToItsEnd_AndItsBestPictureKept()
    {
        var clip = Ffmpeg.TestClip(folder.File("clip.avi"), "mjpeg", frames: 80, size: "640x480");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var settings = Settings(clip, ((IPEndPoint)taken.LocalEndpoint).Port);
        var log = new LogLines();
        var store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System);

        var (summary, allRead) = await new UploaderRun(InForce.Of(settings), store, TimeProvider.System, log).RunAsync(Token);

        Assert.Equal((80, true, true), (summary.FramesSeen, summary.Events > 0, allRead));
        Assert.Equal(summary.Events, Directory.EnumerateFiles(folder.File("data", "captures", "gate"), "*.jpg").Count());
        Assert.True(log.Has("live page cannot start"));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("::1", true)]
    [InlineData("localhost", false)]
    [InlineData("", false)]
    public void Address_IsAnIpAddress(string address, bool right)
    {
        File.WriteAllText(folder.File("settings.json"), $$"""{ "cameras": [ { "name": "gate", "source": "/" } ], "live": { "address": "{{address}}" } }""");

        var fault = Record.Exception(() => SettingsFile.Load(folder.File("settings.json")));

        Assert.Equal(right, fault is null);
        Assert.True(right || fault!.Message.Contains("live.address is", StringComparison.Ordinal), fault?.Message);
    }

    private UploaderSettings Settings(string source, int port) => new()
    {
        DataFolder = folder.File("data"),
        Cameras = [new CameraSettings { Name = "gate", Source = source, Capture = new() { MaxSpeed = true }, Motion = new() { Mode = MotionMode.FrameDelta } }],
        Live = new LiveOptions { Enabled = true, Port = port },
    };

    private sealed class LogLines : ILogger
    {
        private readonly List<string> lines = [];

        public bool Has(string text)
        {
            lock (lines)
            {
                return lines.Exists(line => line.Contains(text, StringComparison.Ordinal));
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add(formatter(state, exception));
            }
        }
    }
}
