using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Live.Pictures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Live.Probe;

/// <summary>
/// <c>/probe</c>, a WebSocket: the page sends an address as its first message (addresses hold passwords and have no place in
/// a URL), gets pictures, and at the end <c>{ "problem": … }</c> or <c>{ "end": … }</c>. One at a time.
/// </summary>
internal sealed class ProbeEndpoint(SourceProbe probe, CameraViews views, ILogger logger, CancellationToken stopping)
{
    private const int LongestAddress = 2000;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ViewerSeats one = new(1);

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/probe", AcceptAsync);

    private async Task AcceptAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("This address speaks WebSocket.", context.RequestAborted);
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await ServeAsync(socket, end);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The page has gone, or we are stopping.
        }
    }

    private async Task ServeAsync(WebSocket socket, CancellationTokenSource end)
    {
        var buffer = new byte[LongestAddress];
        var message = await socket.ReceiveAsync(buffer.AsMemory(), end.Token);
        if (message.MessageType != WebSocketMessageType.Text || !message.EndOfMessage)
        {
            await FinishAsync(socket, new { Problem = $"Send an address of at most {LongestAddress} bytes." }, end.Token);
            return;
        }

        // The same camera may have another address, under which nobody knows what it must not show.
        if (views.All.FirstOrDefault(view => view.Camera.Privacy.Masks.Count > 0) is { } hiding)
        {
            await FinishAsync(socket, new { Problem = $"Addresses cannot be tried here: camera '{hiding.Name}' has privacy masks, and a trial would show what they hide." }, end.Token);
            return;
        }

        using var turn = one.Take();
        if (turn is null)
        {
            await FinishAsync(socket, new { Problem = "Another address is being tried just now; one at a time." }, end.Token);
            return;
        }

        var closing = WaitForCloseAsync(socket, end);
        try
        {
            await TryAsync(socket, Encoding.UTF8.GetString(buffer, 0, message.Count), end.Token);
            // Cutting the line now could overtake the last message.
            await closing.WaitAsync(Farewell, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await end.CancelAsync();
            await closing;
        }
    }

    private async Task TryAsync(WebSocket socket, string source, CancellationToken cancellationToken)
    {
        try
        {
            var shown = await probe.RunAsync(
                source, jpeg => socket.SendAsync(jpeg, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).AsTask(), cancellationToken);
            logger.SourceTried(Shown(source), $"{shown} pictures");
            await FinishAsync(socket, new { End = "That was all for now: a trial lasts a minute, or to the end of a recording." }, cancellationToken);
        }
        catch (Exception exception) when (exception is CaptureException or JpegException)
        {
            logger.SourceTried(Shown(source), exception.Message);
            await FinishAsync(socket, new { Problem = exception.Message }, cancellationToken);
        }
    }

    private static async Task FinishAsync(WebSocket socket, object last, CancellationToken cancellationToken)
    {
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(last, JsonSerializerOptions.Web).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
    }

    private static async Task WaitForCloseAsync(WebSocket socket, CancellationTokenSource end)
    {
        var scrap = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(scrap.AsMemory(), end.Token)).MessageType != WebSocketMessageType.Close)
            {
                // Read and forgotten.
            }

            await end.CancelAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            await end.CancelAsync();
        }
    }

    private static string Shown(string source)
    {
        try
        {
            return SourceAddress.Parse(source.Trim()).ToString();
        }
        catch (CaptureException)
        {
            return "an address";
        }
    }
}
