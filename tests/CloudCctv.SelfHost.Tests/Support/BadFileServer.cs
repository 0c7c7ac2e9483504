using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CloudCctv.SelfHost.Tests.Support;

/// <summary>
/// A real HTTP server for one file that behaves as badly as told: each request takes the next behaviour, the last one stays.
/// One request per connection.
/// </summary>
internal sealed class BadFileServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<Behaviour> behaviours;
    private readonly ConcurrentQueue<Request> requests = new();
    private readonly Task accepting;

    public BadFileServer(params Behaviour[] behaviours)
    {
        this.behaviours = new(behaviours);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Answers one request.</summary>
    public delegate Task Behaviour(Request request, Stream answer, CancellationToken cancellationToken);

    public string Url => $"http://{listener.LocalEndpoint}/model.onnx";

    public IReadOnlyList<Request> Requests => [.. requests];

    /// <summary>As good servers do, with a strong ETag and ranges.</summary>
    public static Behaviour Good(byte[] file, string tag = "\"one\"") => (request, answer, token) => SendAsync(request, answer, file, tag, file.Length, token);

    /// <summary>As <see cref="Good"/>, but the connection ends after so many bytes of the body.</summary>
    public static Behaviour Cut(byte[] file, int after, string tag = "\"one\"") => (request, answer, token) => SendAsync(request, answer, file, tag, after, token);

    /// <summary>As <see cref="Good"/>, but after so many bytes of the body nothing comes any more.</summary>
    public static Behaviour Stall(byte[] file, int after) => async (request, answer, token) =>
    {
        await SendAsync(request, answer, file, "\"one\"", after, token);
        await Task.Delay(Timeout.Infinite, token);
    };

    /// <summary>The whole file, whatever was asked for.</summary>
    public static Behaviour IgnoreRanges(byte[] file) => (request, answer, token) => SendAsync(request with { Range = null }, answer, file, null, file.Length, token);

    /// <summary>A head of one's own, and a body.</summary>
    public static Behaviour Say(string head, byte[]? body = null) => async (_, answer, token) =>
    {
        await answer.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n"), token);
        await answer.WriteAsync(body, token);
    };

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private static async Task SendAsync(Request request, Stream answer, byte[] file, string? tag, int most, CancellationToken token)
    {
        var from = request.Range is { } range && (request.IfRange is null || request.IfRange == tag) ? range : 0;
        var head = new StringBuilder(from > 0 ? "HTTP/1.1 206 Partial Content\r\n" : "HTTP/1.1 200 OK\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {file.Length - from}\r\nConnection: close\r\n");
        head.Append(tag is null ? "" : $"ETag: {tag}\r\n");
        head.Append(from > 0 ? string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}\r\n") : "");
        await answer.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\n"), token);
        await answer.WriteAsync(file.AsMemory(from, Math.Min(most, file.Length - from)), token);
    }

    private async Task AcceptAsync()
    {
        var answers = new List<Task>();
        try
        {
            while (true)
            {
                answers.Add(AnswerAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(answers);
        }
    }

    private async Task AnswerAsync(TcpClient connection)
    {
        using var held = connection;
        try
        {
            await using var stream = connection.GetStream();
            var request = await ReadAsync(stream, stop.Token);
            requests.Enqueue(request);
            var behaviour = behaviours.Count > 1 && behaviours.TryDequeue(out var next) ? next : behaviours.TryPeek(out var last) ? last : throw new InvalidOperationException("No behaviour.");
            await behaviour(request, stream, stop.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The other side hung up, or the test is over.
        }
    }

    private static async Task<Request> ReadAsync(Stream stream, CancellationToken token)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var request = new Request((await reader.ReadLineAsync(token))?.Split(' ')[1] ?? "", null, null);
        while (await reader.ReadLineAsync(token) is { Length: > 0 } line)
        {
            var (name, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant(), line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            request = name switch
            {
                "range" => request with { Range = int.Parse(value["bytes=".Length..^1], CultureInfo.InvariantCulture) },
                "if-range" => request with { IfRange = value },
                _ => request,
            };
        }

        return request;
    }

    /// <param name="Path">What was asked for.</param>
    /// <param name="Range">First byte, of requests for a range.</param>
    /// <param name="IfRange">Which version the range is of.</param>
    public sealed record Request(string Path, int? Range, string? IfRange);
}
