using System.Net.WebSockets;
using System.Text.Json;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Uploader.Live.Pictures;

/// <summary>
/// A viewer on a WebSocket: for each picture a text message with what the gate saw, then the JPEG as a binary message. While
/// there are no pictures a text message every two seconds says so.
/// </summary>
internal sealed class LiveSocket(WebSocket socket, CameraView view, TimeProvider clock)
{
    private static readonly TimeSpan StatusEvery = TimeSpan.FromSeconds(2);

    public async Task RunAsync(Watching watching, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var closing = WaitForCloseAsync(end);
        try
        {
            while (true)
            {
                await SendNextAsync(watching, end.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // It has gone, or we are stopping.
        }
        finally
        {
            await end.CancelAsync();
            await closing;
        }
    }

    private async Task SendNextAsync(Watching watching, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(StatusEvery, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        LivePicture picture;
        try
        {
            picture = await watching.NextAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await SendTextAsync(LiveStatus.Of(view), cancellationToken);
            return;
        }

        using (picture)
        {
            try
            {
                var jpeg = await picture.JpegAsync();
                await SendTextAsync(LiveStatus.Of(view, picture), cancellationToken);
                await socket.SendAsync(jpeg, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            }
            catch (JpegException)
            {
                // One picture that cannot be encoded; the next may.
            }
        }
    }

    private ValueTask SendTextAsync(LiveStatus status, CancellationToken cancellationToken) => socket.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(status, LiveJson.Default.LiveStatus).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    // A viewer says nothing; what it sends is its goodbye.
    private async Task WaitForCloseAsync(CancellationTokenSource end)
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
}
