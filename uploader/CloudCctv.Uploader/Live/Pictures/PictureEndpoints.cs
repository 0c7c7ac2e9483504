using CloudCctv.Uploader.Live.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Uploader.Live.Pictures;

/// <summary>Pictures for the page and for other programs: single, as MJPEG, and as WebSocket.</summary>
internal sealed class PictureEndpoints(CameraViews views, ViewerSeats seats, TimeProvider clock, CancellationToken stopping)
{
    private static readonly TimeSpan PatienceForOne = TimeSpan.FromSeconds(5);

    public void Map(IEndpointRouteBuilder endpoints)
    {
        // The short addresses are those that older programs ask for.
        endpoints.MapGet("/image.jpg", (HttpContext context, string? camera) => OneAsync(context, FirstOr(camera))).WithMetadata(new TakesKeyHeader());
        endpoints.MapGet("/video_feed", (HttpContext context, string? camera) => FeedAsync(context, FirstOr(camera))).WithMetadata(new TakesKeyHeader());
        endpoints.MapGet("/ws", (HttpContext context, string? camera) => SocketAsync(context, FirstOr(camera))).WithMetadata(new TakesKeyHeader());
        endpoints.MapGet("/cameras/{name}/image.jpg", (HttpContext context, string name) => OneAsync(context, views.Find(name))).WithMetadata(new TakesKeyHeader());
        endpoints.MapGet("/cameras/{name}/video_feed", (HttpContext context, string name) => FeedAsync(context, views.Find(name))).WithMetadata(new TakesKeyHeader());
        endpoints.MapGet("/cameras/{name}/ws", (HttpContext context, string name) => SocketAsync(context, views.Find(name))).WithMetadata(new TakesKeyHeader());
    }

    private CameraView? FirstOr(string? camera) => camera is not null ? views.Find(camera) : views.All is [var first, ..] ? first : null;

    private async Task OneAsync(HttpContext context, CameraView? view)
    {
        if (view is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var watching = view.Feed.Watch();
        using var patience = new CancellationTokenSource(PatienceForOne, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, patience.Token);
        try
        {
            using var picture = await watching.NextAsync(either.Token);
            await SendAsync(context, picture, end.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !end.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "5";
            await context.Response.WriteAsync($"No picture from {view.Name} for {PatienceForOne.TotalSeconds:0} s.", end.Token);
        }
    }

    private static async Task SendAsync(HttpContext context, LivePicture picture, CancellationToken cancellationToken)
    {
        var jpeg = await picture.JpegAsync();
        context.Response.ContentType = "image/jpeg";
        context.Response.ContentLength = jpeg.Length;
        context.Response.Headers.LastModified = picture.Time.ToString("R");
        await context.Response.Body.WriteAsync(jpeg, cancellationToken);
    }

    private Task FeedAsync(HttpContext context, CameraView? view) => WatchAsync(context, view, (watching, token) => VideoFeed.RunAsync(context, watching, token));

    private Task SocketAsync(HttpContext context, CameraView? view)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return context.Response.WriteAsync("This address speaks WebSocket.", context.RequestAborted);
        }

        return WatchAsync(context, view, async (watching, token) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await new LiveSocket(socket, view!, clock).RunAsync(watching, token);
        });
    }

    private async Task WatchAsync(HttpContext context, CameraView? view, Func<Watching, CancellationToken, Task> watch)
    {
        if (view is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var seat = seats.Take();
        if (seat is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("Too many watch at once: close another window, or raise live.maxViewers.", context.RequestAborted);
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var watching = view.Feed.Watch();
        await watch(watching, end.Token);
    }
}
