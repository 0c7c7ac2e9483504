using System.Text;
using CloudCctv.Imaging.Jpeg;
using Microsoft.AspNetCore.Http;

namespace CloudCctv.Uploader.Live.Pictures;

/// <summary>MJPEG over HTTP (<c>multipart/x-mixed-replace</c>), as browsers and camera programs know it.</summary>
internal static class VideoFeed
{
    private const string Boundary = "cctv-frame";

    /// <summary>Sends until the viewer leaves. One picture is on its way at a time; the next is the newest when that has gone.</summary>
    public static async Task RunAsync(HttpContext context, Watching watching, CancellationToken cancellationToken)
    {
        context.Response.ContentType = $"multipart/x-mixed-replace; boundary={Boundary}";
        var body = context.Response.Body;
        await body.WriteAsync(Encoding.ASCII.GetBytes($"--{Boundary}\r\n"), cancellationToken);
        // The head goes out now, whether or not the camera has a picture.
        await body.FlushAsync(cancellationToken);
        while (true)
        {
            using var picture = await watching.NextAsync(cancellationToken);
            try
            {
                await SendAsync(body, await picture.JpegAsync(), picture.Time, cancellationToken);
            }
            catch (JpegException)
            {
                // One picture that cannot be encoded; the next may.
            }
        }
    }

    private static async Task SendAsync(Stream body, ReadOnlyMemory<byte> jpeg, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var head = FormattableString.Invariant($"Content-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\nX-Timestamp: {time:O}\r\n\r\n");
        await body.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
        await body.WriteAsync(jpeg, cancellationToken);
        // The boundary right behind it: browsers show a picture only when they know that it is whole.
        await body.WriteAsync(Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\n"), cancellationToken);
        await body.FlushAsync(cancellationToken);
    }
}
