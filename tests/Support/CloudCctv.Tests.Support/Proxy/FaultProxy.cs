using System.Net;
using System.Net.Sockets;

namespace CloudCctv.Tests.Support.Proxy;

/// <summary>
/// A proxy on a free port of 127.0.0.1, before one HTTP server on the same machine, on whose way things happen. Requests go
/// on unchanged, so that their signatures stay right: point a client at it by its endpoint (see
/// <see cref="AzuriteServer.ConnectionStringThrough"/>).
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    // Small, so that what a client has sent and what was received are nearly the same.
    private const int ReceiveBufferBytes = 32 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly int serverPort;
    private readonly FaultPlan plan;
    private readonly Task accepting;
    private volatile TaskCompletionSource? held;

    public FaultProxy(int serverPort, FaultPlan plan)
    {
        (this.serverPort, this.plan) = (serverPort, plan);
        listener.Server.ReceiveBufferSize = ReceiveBufferBytes;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>From now on no request goes on to the server.</summary>
    public void Hold() => held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Those that were held go on.</summary>
    public void Release() => Interlocked.Exchange(ref held, null)?.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        Release();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(ServeAsync(client));
            }
        }
        finally
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            await new ProxyConnection(client, serverPort, plan, () => (held?.Task ?? Task.CompletedTask).WaitAsync(stop.Token)).RunAsync(stop.Token);
        }
    }
}
