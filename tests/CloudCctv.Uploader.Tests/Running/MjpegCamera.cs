using System.Net;
using System.Net.Sockets;
using System.Text;
using CloudCctv.Tests.Support;

namespace CloudCctv.Uploader.Tests.Running;

/// <summary>A camera that streams MJPEG over HTTP to whoever connects, and counts them.</summary>
internal sealed class MjpegCamera : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly TempFolder folder;
    private volatile byte[] picture;
    private readonly TimeSpan interval;
    private readonly Task serving;
    private int connections;

    public MjpegCamera(TempFolder folder, TimeSpan? interval = null)
    {
        this.interval = interval ?? TimeSpan.FromMilliseconds(50);
        this.folder = folder;
        picture = Make("testsrc");
        listener.Start();
        serving = ServeAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/video";

    public int Connections => Volatile.Read(ref connections);

    /// <summary>From now on, the camera shows a source of ffmpeg's, such as <c>color=black</c>.</summary>
    public void Show(string source) => picture = Make(source);

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        serving.ContinueWith(_ => stop.Dispose(), TaskScheduler.Default);
    }

    private byte[] Make(string source)
    {
        var path = folder.File($"{Guid.NewGuid():N}.jpg");
        Ffmpeg.Run("-f", "lavfi", "-i", $"{source}{(source.Contains('=', StringComparison.Ordinal) ? ':' : '=')}size=320x240", "-frames:v", "1", "-pix_fmt", "yuvj420p", path);
        return File.ReadAllBytes(path);
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            Interlocked.Increment(ref connections);
            _ = StreamAsync(client);
        }
    }

    private async Task StreamAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                await stream.WriteAsync("HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=ffmpeg\r\n\r\n"u8.ToArray(), stop.Token);
                while (true)
                {
                    // Before the first picture too: a camera takes its time to wake up.
                    await Task.Delay(interval, stop.Token);
                    var now = picture;
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"--ffmpeg\r\nContent-Type: image/jpeg\r\nContent-Length: {now.Length}\r\n\r\n"), stop.Token);
                    await stream.WriteAsync(now, stop.Token);
                    await stream.WriteAsync("\r\n"u8.ToArray(), stop.Token);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The viewer has gone, or the test is over.
        }
    }
}
