using System.Net;
using System.Net.Sockets;

namespace CloudCctv.Tests.Support.Proxy;

/// <summary>One connection of a client, request by request. Each goes to the server on a connection of its own.</summary>
internal sealed class ProxyConnection(TcpClient client, int serverPort, FaultPlan plan, Func<Task> gate)
{
    private HttpWire wire = null!;
    private NetworkStream stream = null!;

    /// <summary>Until the client goes or a fault ends it; then the connection is reset.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        stream = client.GetStream();
        wire = new HttpWire(stream, plan.Room, Count);
        try
        {
            while (await wire.ReadHeadAsync(cancellationToken) is { } head)
            {
                await HandleAsync(head, plan.Next(), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Reset(client);
        }
    }

    private static void Reset(TcpClient connection)
    {
        connection.LingerState = new LingerOption(enable: true, seconds: 0);
        connection.Close();
    }

    private void Count(int bytes)
    {
        if (plan.Count(bytes))
        {
            throw new IOException("The link is cut.");
        }
    }

    private async Task HandleAsync(HttpHead head, Fault? fault, CancellationToken cancellationToken)
    {
        if (head.WaitsForContinue)
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
            head = head.Without("Expect");
        }

        if (fault == Fault.Reset)
        {
            await wire.SkipAsync(head.ContentLength / 2, cancellationToken);
            throw new IOException("Reset.");
        }

        byte[] request = [.. head.Bytes, .. await wire.ReadBodyAsync(head, cancellationToken)];
        await gate();
        await stream.WriteAsync(await AnswerAsync(head.Method, request, fault, cancellationToken), cancellationToken);
        if (fault == Fault.TruncatedAnswer)
        {
            throw new IOException("Truncated.");
        }
    }

    private async Task<byte[]> AnswerAsync(string method, byte[] request, Fault? fault, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case Fault.Stall:
                await Task.Delay(plan.StallFor, TimeProvider.System, cancellationToken);
                throw new IOException("Stalled.");
            case Fault.TruncatedRequest:
                await SendHalfAsync(request, cancellationToken);
                throw new IOException("Truncated.");
            case Fault.Delay:
                await Task.Delay(plan.NextDelay(), TimeProvider.System, cancellationToken);
                return await ForwardAsync(method, request, cancellationToken);
            case null:
                return await ForwardAsync(method, request, cancellationToken);
            case Fault.Duplicate:
                var first = await ForwardAsync(method, request, cancellationToken);
                var second = await ForwardAsync(method, request, cancellationToken);
                return plan.NextBool() ? first : second;
            case Fault.AnswerLost:
                await ForwardAsync(method, request, cancellationToken);
                throw new IOException("Lost.");
            case Fault.TruncatedAnswer:
                var whole = await ForwardAsync(method, request, cancellationToken);
                return whole[..(whole.Length / 2)];
            case Fault.SuccessAsFailure:
                await ForwardAsync(method, request, cancellationToken);
                return ProxyAnswer.Of(Fault.Status500, method);
            default:
                return ProxyAnswer.Of(fault.Value, method);
        }
    }

    private async Task<byte[]> ForwardAsync(string method, byte[] request, CancellationToken cancellationToken)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, serverPort, cancellationToken);
        var connection = server.GetStream();
        await connection.WriteAsync(request, cancellationToken);
        var answers = new HttpWire(connection);
        while (true)
        {
            var head = await answers.ReadHeadAsync(cancellationToken) ?? throw new IOException("The server closed the connection.");
            if (head.Status >= 200)
            {
                return [.. head.Bytes, .. head.HasContent(method) ? await answers.ReadBodyAsync(head, cancellationToken) : []];
            }
        }
    }

    private async Task SendHalfAsync(byte[] request, CancellationToken cancellationToken)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, serverPort, cancellationToken);
        await server.GetStream().WriteAsync(request.AsMemory(0, request.Length / 2), cancellationToken);
        Reset(server);
    }
}
