using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Capture.Http;

public sealed partial class HttpSourceTests : IDisposable
{
    private static readonly Lazy<byte[][]> Pictures = new(() => TestJpegs.Make(5));

    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("frame", "--frame")]
    [InlineData("--frame", "--frame")]
    [InlineData("\"frame\"", "--frame")]
    [InlineData("frame", "frame")]
    [InlineData("frame", "--other")]
    [InlineData("\"a:b c\"", "--a:b c")]
    public async Task Multipart_BoundaryQuirks_WithAndWithoutLength_GiveEachPictureWhole(string announced, string written)
    {
        foreach (var withLength in (bool[])[true, false])
        {
            using var camera = new HttpCamera(async (_, stream, token) =>
            {
                await HttpCamera.WriteAsync(stream, HttpCamera.Multipart(announced), token);
                foreach (var jpeg in Pictures.Value)
                {
                    await HttpCamera.WriteAsync(stream, $"{written}\r\nContent-Type: image/jpeg\r\n{(withLength ? $"CONTENT-LENGTH:{jpeg.Length}\r\n" : "")}\r\n", token);
                    await stream.WriteAsync(jpeg, token);
                    await HttpCamera.WriteAsync(stream, "\r\n", token);
                }

                await HttpCamera.WriteAsync(stream, written + "--\r\n", token);
            });

            Assert.Equal(Pictures.Value, await TakeAsync(camera.Url, 5));
        }
    }

    [Fact]
    public async Task Multipart_InChunksAndSlowly_GivesEachPictureWhole()
    {
        using var camera = new HttpCamera(async (_, stream, token) =>
        {
            await HttpCamera.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n", token);
            byte[] all = [.. Pictures.Value.SelectMany(jpeg => (byte[])[.. "--b\r\nContent-Type: image/jpeg\r\n\r\n"u8, .. jpeg, .. "\r\n"u8]), .. "--b--\r\n"u8];
            foreach (var chunk in all.Chunk(777))
            {
                await HttpCamera.WriteAsync(stream, $"{chunk.Length:x}\r\n", token);
                await stream.WriteAsync(chunk, token);
                await HttpCamera.WriteAsync(stream, "\r\n", token);
            }

            await HttpCamera.WriteAsync(stream, "0\r\n\r\n", token);
        });

        Assert.Equal(Pictures.Value, await TakeAsync(camera.Url, 5));
    }

    [Theory]
    [InlineData("Content-Type: application/octet-stream\r\n")]
    [InlineData("")]
    public async Task Multipart_WithoutItsType_IsRecognised(string type)
    {
        using var camera = new HttpCamera(async (_, stream, token) =>
        {
            await HttpCamera.WriteAsync(stream, $"HTTP/1.0 200 OK\r\n{type}\r\n", token);
            await SendAsync(stream, Pictures.Value, token);
        });

        Assert.Equal(Pictures.Value, await TakeAsync(camera.Url, 5));
    }

    [Fact]
    public async Task Multipart_TimeOfTheCamera_IsTakenWhereItIsNearOurs()
    {
        var clock = new ManualTimeProvider();
        var now = clock.GetUtcNow();
        double[] stamps = [Seconds(now.AddSeconds(-3)), Seconds(now.AddSeconds(-2.5)), Seconds(now.AddHours(-2)), 12.5, Seconds(now.AddSeconds(-9))];
        using var camera = new HttpCamera(async (_, stream, token) =>
        {
            await HttpCamera.WriteAsync(stream, HttpCamera.Multipart(), token);
            foreach (var (jpeg, stamp) in Pictures.Value.Zip(stamps))
            {
                await HttpCamera.WriteAsync(stream, FormattableString.Invariant($"--frame\r\nContent-Length: {jpeg.Length}\r\nX-Timestamp: {stamp:F6}\r\n\r\n"), token);
                await stream.WriteAsync(jpeg, token);
            }

            await Task.Delay(Timeout.Infinite, token);
        });

        var times = new List<DateTimeOffset>();
        await foreach (var frame in Camera(camera.Url, clock: clock).ReadAsync(Token))
        {
            times.Add(frame.Time);
            frame.Dispose();
            if (times.Count == 5)
            {
                break;
            }
        }

        // Too far from ours, or before the last one: our own time, and never the same twice.
        Assert.Equal([now.AddSeconds(-3), now.AddSeconds(-2.5), now, now.AddMilliseconds(1), now.AddMilliseconds(2)], times);
    }

    [Fact]
    public async Task Snapshots_AreAskedForAgainAndAgain()
    {
        var asked = 0;
        using var camera = new HttpCamera(async (_, stream, token) =>
        {
            var jpeg = Pictures.Value[asked++ % 5];
            // With and without a length, as cameras have it.
            await HttpCamera.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nConnection: close\r\n{(asked % 2 == 0 ? $"Content-Length: {jpeg.Length}\r\n" : "")}\r\n", token);
            await stream.WriteAsync(jpeg, token);
        });

        Assert.Equal(Pictures.Value, await TakeAsync(camera.Url, 5, new CaptureOptions { SnapshotFramesPerSecond = 30 }));
    }

    [Fact]
    public async Task Digest_RightPassword_IsAnsweredAndStandsInNoRequest()
    {
        using var camera = new HttpCamera(async (request, stream, token) =>
        {
            if (!IsDigestOf(request, "admin", "p@ss word:1"))
            {
                await HttpCamera.WriteAsync(stream, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"cam\", nonce=\"abc\", qop=\"auth\", algorithm=MD5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", token);
                return;
            }

            await HttpCamera.WriteAsync(stream, HttpCamera.Multipart(), token);
            await SendAsync(stream, Pictures.Value, token);
        });

        Assert.Equal(Pictures.Value, await TakeAsync($"http://admin:p%40ss%20word%3A1@127.0.0.1:{camera.Port}/video", 5));
        Assert.All(camera.Requests, request => Assert.DoesNotContain("ss word", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Basic_RightPassword_IsAnswered()
    {
        using var camera = new HttpCamera(async (request, stream, token) =>
        {
            var right = request.Contains("Basic " + Convert.ToBase64String("admin:secret"u8), StringComparison.Ordinal);
            await HttpCamera.WriteAsync(stream, right ? HttpCamera.Multipart() : "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"cam\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", token);
            if (right)
            {
                await SendAsync(stream, Pictures.Value, token);
            }
        });

        Assert.Equal(Pictures.Value, await TakeAsync($"http://admin:secret@127.0.0.1:{camera.Port}/video", 5));
    }

    [Fact]
    public async Task Redirect_ToAnotherHost_GetsNoPassword()
    {
        using var other = new HttpCamera(async (_, stream, token) =>
        {
            await HttpCamera.WriteAsync(stream, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"cam\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", token);
        });
        using var camera = new HttpCamera((_, stream, token) =>
            HttpCamera.WriteAsync(stream, $"HTTP/1.1 302 Found\r\nLocation: {other.Url}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", token));

        var fault = await FaultAsync($"http://admin:secret@127.0.0.1:{camera.Port}/video");

        Assert.Contains("401", fault, StringComparison.Ordinal);
        Assert.All(other.Requests, request => Assert.DoesNotContain("Authorization", request, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\n", "404")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n", "302")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1/x\r\n", "302")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", "a page (text/html)")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 99999999\r\n\r\n12345", "impossible length", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\n\r\n--x\r\nContent-Length: 99999999\r\n", "impossible length", false)]
    public async Task WrongAnswer_IsNamedInOneLineWithoutThePassword(string answer, string expected, bool empty = true)
    {
        using var camera = new HttpCamera((_, stream, token) => HttpCamera.WriteAsync(stream, answer + (empty ? "Content-Length: 0\r\n" : "") + "Connection: close\r\n\r\n", token));

        var fault = await FaultAsync($"http://admin:s3cret@127.0.0.1:{camera.Port}/video?token=t0ken");

        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault);
        Assert.DoesNotContain("s3cret", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndlessPart_IsRefusedInsteadOfFillingTheMemory()
    {
        var sent = 0L;
        using var camera = new HttpCamera(async (_, stream, token) =>
        {
            await HttpCamera.WriteAsync(stream, HttpCamera.Multipart() + "--frame\r\nContent-Type: image/jpeg\r\n\r\n", token);
            var zeros = new byte[1 << 20];
            while (sent < 200L << 20)
            {
                await stream.WriteAsync(zeros, token);
                sent += zeros.Length;
            }
        });

        Assert.Contains("more than", await FaultAsync(camera.Url), StringComparison.Ordinal);
        Assert.InRange(sent, 1, 64L << 20);
    }

    [Fact]
    public async Task CameraDiesAndReturns_IsWatchedAgainWithNumbersThatGoOn()
    {
        var port = FreePort.Next();
        var times = new List<(long Number, DateTimeOffset Time)>();
        using var first = new HttpCamera(ThreeAsync, port);
        HttpCamera? second = null;
        await foreach (var frame in Camera(first.Url).ReadAsync(Token))
        {
            times.Add((frame.Number, frame.Time));
            frame.Dispose();
            if (times.Count == 3)
            {
                first.Dispose();
                second = new HttpCamera(ThreeAsync, port);
            }

            if (times.Count == 6)
            {
                break;
            }
        }

        second?.Dispose();
        Assert.Equal([0, 1, 2, 3, 4, 5], times.Select(frame => frame.Number));
        Assert.Equal(times.Select(frame => frame.Time).Order().Distinct(), times.Select(frame => frame.Time));

        static async Task ThreeAsync(string request, Stream stream, CancellationToken token)
        {
            await HttpCamera.WriteAsync(stream, HttpCamera.Multipart(), token);
            await SendAsync(stream, Pictures.Value.Take(3), token);
            await Task.Delay(Timeout.Infinite, token);
        }
    }

    [Fact]
    public async Task CameraFallsSilentInThePictureItself_WatchdogStartsItAgain()
    {
        var connections = 0;
        using var camera = new HttpCamera(async (_, stream, token) =>
        {
            var silent = connections++ == 0;
            await HttpCamera.WriteAsync(stream, HttpCamera.Multipart(), token);
            await SendAsync(stream, Pictures.Value.Take(2), token);
            if (silent)
            {
                await HttpCamera.WriteAsync(stream, "--frame\r\nContent-Length: 1000\r\n\r\n\u00FF\u00D8", token);
                await Task.Delay(Timeout.Infinite, token);
            }
        });

        Assert.Equal(4, (await TakeAsync(camera.Url, 4, new CaptureOptions { StallSeconds = 1, MaxRetrySeconds = 1 })).Count);
        Assert.Equal(2, connections);
    }

    [Fact]
    public async Task OtherVideo_GoesThroughFfmpeg()
    {
        var clip = await File.ReadAllBytesAsync(Ffmpeg.TestClip(folder.File("clip.ts"), "libx264", frames: 300), Token);
        using var camera = new HttpCamera(async (_, stream, token) =>
        {
            await HttpCamera.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nContent-Length: {clip.Length}\r\nConnection: close\r\n\r\n", token);
            await stream.WriteAsync(clip, token);
        });
        var frames = new List<FrameFormat>();

        await foreach (var frame in Camera(camera.Url).ReadAsync(Token))
        {
            frames.Add(frame.Format);
            frame.Dispose();
            if (frames.Count == 5)
            {
                break;
            }
        }

        Assert.All(frames, format => Assert.NotEqual(FrameFormat.Jpeg, format));
    }

    private static async Task SendAsync(Stream stream, IEnumerable<byte[]> jpegs, CancellationToken token)
    {
        foreach (var jpeg in jpegs)
        {
            await HttpCamera.WriteAsync(stream, $"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n", token);
            await stream.WriteAsync(jpeg, token);
            await HttpCamera.WriteAsync(stream, "\r\n", token);
        }
    }

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;

    // RFC 7616, 3.4.1, with qop=auth and MD5.
    private static bool IsDigestOf(string request, string user, string password)
    {
        var fields = Field().Matches(request).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim('"'));
        return request.Contains("Digest ", StringComparison.Ordinal) && fields["response"]
            == Md5($"{Md5($"{user}:cam:{password}")}:abc:{fields["nc"]}:{fields["cnonce"]}:auth:{Md5($"GET:{fields["uri"]}")}");
    }

#pragma warning disable CA5351 // What cameras speak.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.Latin1.GetBytes(text)));
#pragma warning restore CA5351

    private static SupervisedSource Camera(string url, CaptureOptions? options = null, TimeProvider? clock = null) => new(
        "camera", SourceAddress.Parse(url), options ?? new CaptureOptions { MaxRetrySeconds = 1 }, clock ?? TimeProvider.System, new Random(1), NullLogger.Instance);

    private static async Task<List<byte[]>> TakeAsync(string url, int count, CaptureOptions? options = null)
    {
        var taken = new List<byte[]>();
        await foreach (var frame in Camera(url, options).ReadAsync(Token))
        {
            using (frame)
            {
                taken.Add(frame.Data.Span.ToArray());
            }

            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }

    private static async Task<string> FaultAsync(string url)
    {
        var log = new LineLog();
        var source = new SupervisedSource("camera", SourceAddress.Parse(url), new CaptureOptions(), TimeProvider.System, new Random(1), log);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        source.Lost = stop.Cancel;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var frame in source.ReadAsync(stop.Token))
            {
                frame.Dispose();
            }
        });
        return log.Lines.Last(line => line.Contains("camera lost", StringComparison.Ordinal));
    }

    [GeneratedRegex("(\\w+)=(\"[^\"]*\"|[^, \n]+)")]
    private static partial Regex Field();
}
