using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CloudCctv.Uploader.Tests.Capture.Http;

/// <summary>
/// A camera that speaks HTTP byte by byte as the test says, quirks included, on 127.0.0.1. One connection after the other is
/// given to the script, with the header of the request.
/// </summary>
internal sealed class HttpCamera : IDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly Func<string, Stream, CancellationToken, Task> script;

    /// <param name="script">Request header, connection, stop.</param>
    /// <param name="port">0 for any.</param>
    public HttpCamera(Func<string, Stream, CancellationToken, Task> script, int port = 0)
    {
        this.script = script;
        listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = false };
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/video";

    /// <summary>Headers of all requests so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static Task WriteAsync(Stream stream, string text, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken).AsTask();

    /// <summary>The header of a multipart answer, as most cameras give it.</summary>
    public static string Multipart(string boundary = "frame") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary={boundary}\r\nConnection: close\r\n\r\n";

    public void Dispose()
    {
        // The source stays: connections that are being accepted ask it still.
        stop.Cancel();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token), stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
                while (await HeaderAsync(reader, cancellationToken) is { } request)
                {
                    Requests.Enqueue(request);
                    await script(request, stream, cancellationToken);
                    if (!request.Contains("keep", StringComparison.Ordinal))
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The viewer has gone, or the test is over.
            }
        }
    }

    private static async Task<string?> HeaderAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var header = new StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                return header.ToString();
            }

            header.Append(line).Append('\n');
        }

        return null;
    }
}
