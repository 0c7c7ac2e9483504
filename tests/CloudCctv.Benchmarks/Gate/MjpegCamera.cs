using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CloudCctv.Benchmarks.Gate;

/// <summary>A network camera: the same pictures at the same pace to whoever connects, each from the first picture on.</summary>
/// <param name="pictures">JPEG files.</param>
/// <param name="framesPerSecond">More than 0.</param>
/// <param name="repeat">Begin again after the last picture, instead of hanging up.</param>
internal sealed class MjpegCamera(IReadOnlyList<byte[]> pictures, double framesPerSecond, bool repeat) : IAsyncDisposable
{
    private static readonly byte[] Hello = Encoding.ASCII.GetBytes(
        "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=picture\r\nCache-Control: no-cache\r\n\r\n");

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> viewers = [];
    private readonly ConcurrentBag<Showing> showings = [];
    private Task? accepting;

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";

    /// <summary>When the longest showing began. Viewers connect more than once: to look what it is, and again when it is over.</summary>
    public DateTimeOffset LongestBegan => Longest?.Began ?? default;

    /// <summary>When it began to send each picture of the longest showing so far.</summary>
    public IReadOnlyList<DateTimeOffset> LongestSent => Longest?.Sent ?? [];

    private Showing? Longest => showings.MaxBy(showing => showing.Sent.Count);

    public void Start()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await (accepting ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(viewers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            viewers.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        // Whatever is asked for, the answer is the same.
        await stream.ReadAtLeastAsync(new byte[4096], 1, cancellationToken: stop.Token);
        await stream.WriteAsync(Hello, stop.Token);
        var showing = new Showing(TimeProvider.System.GetUtcNow());
        showings.Add(showing);
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1 / framesPerSecond));
        for (var i = 0; repeat || i < pictures.Count; i++)
        {
            var picture = pictures[i % pictures.Count];
            showing.Add(TimeProvider.System.GetUtcNow());
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n"), stop.Token);
            await stream.WriteAsync(picture, stop.Token);
            await stream.WriteAsync("\r\n"u8.ToArray(), stop.Token);
            await pace.WaitForNextTickAsync(stop.Token);
        }
    }

    private sealed class Showing(DateTimeOffset began)
    {
        private readonly List<DateTimeOffset> all = [];

        public DateTimeOffset Began => began;

        public IReadOnlyList<DateTimeOffset> Sent
        {
            get
            {
                lock (all)
                {
                    return [.. all];
                }
            }
        }

        public void Add(DateTimeOffset time)
        {
            lock (all)
            {
                all.Add(time);
            }
        }
    }
}
