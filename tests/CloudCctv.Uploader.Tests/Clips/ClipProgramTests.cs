using System.Diagnostics;
using System.Net;
using System.Text.Json;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Live.Access;
using CloudCctv.Uploader.Tests.Live.Support;

namespace CloudCctv.Uploader.Tests.Clips;

/// <summary>The real program and its clips.</summary>
public sealed class ClipProgramTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Clips => folder.File("data", "clips", "gate");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mjpeg", "avi")]
    [InlineData("libx264", "mp4")]
    public async Task Run_RecordingWithMotion_ClipIsAsLongAsTheEvent(string codec, string extension)
    {
        var source = Walker(folder.File($"walker.{extension}"), codec, frames: 150);
        var settings = Settings(source);

        using var program = Start(settings, "--speed", "max", "--summary", folder.File("summary.json"));
        await program.WaitForExitAsync(Token);

        Assert.Equal(0, program.ExitCode);
        using var summary = JsonDocument.Parse(File.ReadAllBytes(folder.File("summary.json")));
        Assert.Equal(1, summary.RootElement.GetProperty("clips").GetInt32());

        // He comes after five seconds and walks to the end.
        var clip = Assert.Single(ClipSample.Files(Clips));
        var frames = ClipSample.Times(Path.Combine(Clips, clip)).Length;
        var dropped = summary.RootElement.GetProperty("clipFramesDropped").GetInt32();
        Assert.InRange(frames + dropped, 90, 101);
        Assert.InRange(ClipSample.Seconds(Path.Combine(Clips, clip)), (frames * 0.1) - 0.2, ((frames + dropped) * 0.1) + 0.2);
    }

    [Fact]
    public async Task StoppedInTheMiddleOfAnEvent_ClipIsFinishedFirst()
    {
        var source = Walker(folder.File("walker.avi"), "mjpeg", frames: 600);
        using var program = Start(Settings(source));
        await FilmingAsync(program);

        using var stop = Process.Start("kill", ["-TERM", $"{program.Id}"]);
        await program.WaitForExitAsync(Token);

        Assert.Equal(0, program.ExitCode);
        var clip = Assert.Single(ClipSample.Files(Clips));
        Assert.EndsWith(".mp4", clip, StringComparison.Ordinal);
        Assert.InRange(ClipSample.Seconds(Path.Combine(Clips, clip)), 0.5, 30);
    }

    [Fact]
    public async Task KilledInTheMiddleOfAnEvent_StartedAgain_WhatWasFilmedPlays()
    {
        var source = Walker(folder.File("walker.avi"), "mjpeg", frames: 600);
        using (var program = Start(Settings(source)))
        {
            await FilmingAsync(program);
            program.Kill(entireProcessTree: true);
            await program.WaitForExitAsync(Token);
        }

        var part = Assert.Single(ClipSample.Files(Clips));
        var still = Directory.CreateDirectory(folder.File("still")).FullName;
        Ffmpeg.Run("-i", source, "-frames:v", "1", Path.Combine(still, "one.jpg"));
        using var again = Start(Settings(still));
        await again.WaitForExitAsync(Token);

        Assert.Equal(0, again.ExitCode);
        var clip = Assert.Single(ClipSample.Files(Clips));
        Assert.Equal(part.Replace(".mkv.part", ".mp4", StringComparison.Ordinal), clip);
        var seconds = ClipSample.Seconds(Path.Combine(Clips, clip));
        Assert.InRange(seconds, 0.5, 30);
        Assert.InRange(ClipSample.Times(Path.Combine(Clips, clip)).Length, seconds * 10 * 0.8, (seconds * 10) + 2);
    }

    [Fact]
    public async Task KilledWhileSomebodyRecords_StartedAgain_WhatWasFilmedPlays()
    {
        // Nothing moves, clips of events are off, and the page that asked is gone.
        var still = folder.File("still.avi");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc=size=640x480:rate=10", "-frames:v", "1200", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "3", still);
        var settings = Settings(still, clips: false);
        var port = FreePort.Next();
        using (var program = Start(settings, "--live-port", $"{port}"))
        {
            await RecordAsync(port);
            await FilmingAsync(program);
            program.Kill(entireProcessTree: true);
            await program.WaitForExitAsync(Token);
        }

        var part = Assert.Single(ClipSample.Files(Clips));
        Assert.EndsWith("-asked.mkv.part", part, StringComparison.Ordinal);
        using var again = Start(settings, "--live-port", $"{port}");
        var clip = Path.Combine(Clips, part.Replace(".mkv.part", ".mp4", StringComparison.Ordinal));
        await LiveScene.UntilAsync(() => File.Exists(clip) && ClipSample.Files(Clips).Length == 1);
        again.Kill(entireProcessTree: true);
        await again.WaitForExitAsync(Token);

        var seconds = ClipSample.Seconds(clip);
        Assert.InRange(seconds, 0.3, 120);
        Assert.InRange(ClipSample.Times(clip).Length, seconds * 10 * 0.8, (seconds * 10) + 2);
    }

    private async Task RecordAsync(int port)
    {
        using var http = new HttpClient();
        await LiveScene.UntilAsync(() => File.Exists(LiveKeyFile.PathIn(folder.File("data"))));
        var asked = false;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (!asked)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/cameras/gate/recording/on");
                request.Headers.Authorization = new("Bearer", (await File.ReadAllTextAsync(LiveKeyFile.PathIn(folder.File("data")), Token)).Trim());
                using var response = await http.SendAsync(request, deadline.Token);
                asked = response.StatusCode == HttpStatusCode.NoContent;
            }
            catch (HttpRequestException)
            {
                // The page is not up yet.
            }

            await Task.Delay(50, deadline.Token);
        }
    }

    // At its own speed, for the recording stands for a camera.
    private async Task FilmingAsync(Process program)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (!Directory.Exists(Clips) || !Directory.EnumerateFiles(Clips, "*.part", SearchOption.AllDirectories).Any(part => new FileInfo(part).Length > 60_000))
        {
            Assert.False(program.HasExited, "the uploader ended by itself");
            await Task.Delay(20, deadline.Token);
        }
    }

    // A bright shape that walks to and fro before a grey wall with some noise, from the sixth second.
    private static string Walker(string path, string codec, int frames)
    {
        const string Scene = "color=c=gray:size=640x480:rate=10[wall];color=c=white:size=60x140:rate=10[walker];"
            + "[wall][walker]overlay=x='if(lt(t,5),-100,290-290*cos((t-5)/2))':y=250,noise=alls=4:allf=t";
        Ffmpeg.Run("-f", "lavfi", "-i", Scene, "-frames:v", $"{frames}", "-pix_fmt", codec == "mjpeg" ? "yuvj420p" : "yuv420p", "-c:v", codec, "-q:v", "5", "-y", path);
        return path;
    }

    private string Settings(string source, bool clips = true)
    {
        var file = folder.File("settings.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            site = "farm",
            dataFolder = folder.File("data"),
            store = folder.File("store"),
            cameras = new[] { new { name = "gate", source, clips = new { enabled = clips, codec = "h264" } } },
        }));
        return file;
    }

    private static Process Start(string settings, params string[] more)
    {
        var program = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "cctv-uploader.dll"), "run", "--config", settings, .. more])
        {
            RedirectStandardOutput = true,
        })!;
        program.BeginOutputReadLine();
        return program;
    }
}
