using System.Security.Cryptography;
using System.Text;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Storage.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace CloudCctv.Gallery.Media;

/// <summary>Pictures and clips, as browsers and programs fetch them: in parts if they like, and again only if changed.</summary>
internal static class MediaEndpoints
{
    private const string Jpeg = "image/jpeg";
    private const string Mp4 = "video/mp4";
    private const string ClipSuffix = $"/{ClipRecord.EntryName}";
    private const string PreviewSuffix = ".preview.jpg";
    private const string PictureSuffix = ".jpg";
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapMedia(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/media/{*path}", Reads, PictureAsync).ForViewersOfCamera().WithMetadata(new TakesKeyHeader());
        // What alerts link to.
        endpoints.MapMethods($"{GalleryPath.Pictures}{{*path}}", Reads, PictureAsync).ForViewersOfCamera().WithMetadata(new TakesKeyHeader());
        endpoints.MapMethods("/image.jpg", Reads, NewestAsync).WithMetadata(new TakesKeyHeader());
    }

    /// <summary>True of the address of a small picture with boxes.</summary>
    public static bool IsPreview(string path) => path.EndsWith(PreviewSuffix, StringComparison.Ordinal);

    /// <summary>Answers with a picture or a clip, by its address below <c>/media/</c>.</summary>
    public static async Task<IResult> AnswerAsync(HttpContext context, SightingStore sightings, ClipStore clips, string path, bool download, string caching)
    {
        if (path.EndsWith(ClipSuffix, StringComparison.Ordinal) && EventName.TryParse(path[..^ClipSuffix.Length], out var eventName))
        {
            return ServeClip(context, await clips.OpenAsync(eventName, context.RequestAborted), download ? FileNameOf(eventName) : null);
        }

        var (name, opened) = await OpenAsync(sightings, path, context.RequestAborted);
        return await ServeAsync(context, opened, caching, download && name is not null ? FileNameOf(name) : null);
    }

    // A picture never changes under its name.
    private static Task<IResult> PictureAsync(HttpContext context, SightingStore sightings, ClipStore clips, string? path, bool? download) =>
        AnswerAsync(context, sightings, clips, path ?? "", download == true, "private, max-age=31536000, immutable");

    private static async Task<IResult> NewestAsync(HttpContext context, SightingStore sightings, NewestSighting newest)
    {
        var name = await newest.FindAsync(context.RequestAborted);
        var opened = name is null ? null : await sightings.OpenPictureAsync(name, context.RequestAborted);
        return await ServeAsync(context, opened, "private, no-cache", downloadName: null);
    }

    private static async Task<(SightingName? Name, StoredObject? Opened)> OpenAsync(SightingStore sightings, string path, CancellationToken cancellationToken) => path switch
    {
        _ when IsPreview(path) && SightingName.TryParse(path[..^PreviewSuffix.Length], out var name)
            => (name, await sightings.OpenPreviewAsync(name, cancellationToken)),
        _ when path.EndsWith(PictureSuffix, StringComparison.Ordinal) && SightingName.TryParse(path[..^PictureSuffix.Length], out var name)
            => (name, await sightings.OpenPictureAsync(name, cancellationToken)),
        _ => (null, null),
    };

    private static async Task<IResult> ServeAsync(HttpContext context, StoredObject? opened, string caching, string? downloadName)
    {
        if (opened is null)
        {
            return NotThere();
        }

        context.Response.RegisterForDisposeAsync(opened);
        context.Response.Headers.CacheControl = caching;
        return Results.Stream(
            await SeekableAsync(opened.Content, context.RequestAborted), Jpeg, downloadName, opened.Properties.WrittenAt, TagOf(opened.Properties.ETag), enableRangeProcessing: true);
    }

    // Too long to be held in memory: of a store that only goes forward, all of it or nothing can be had. Asked for again each
    // time: what was deleted is played from no cache.
    private static IResult ServeClip(HttpContext context, StoredObject? opened, string? downloadName)
    {
        if (opened is null)
        {
            return NotThere();
        }

        context.Response.RegisterForDisposeAsync(opened);
        context.Response.Headers.CacheControl = "private, no-cache";
        return Results.Stream(opened.Content, Mp4, downloadName, opened.Properties.WrittenAt, TagOf(opened.Properties.ETag), enableRangeProcessing: opened.Content.CanSeek);
    }

    private static IResult NotThere() => Results.Text("No such picture.\n", statusCode: StatusCodes.Status404NotFound);

    // Some stores only go forward. Pictures are small enough (BatchLimits.MaxFrameBytes) to hold one.
    private static async Task<Stream> SeekableAsync(Stream content, CancellationToken cancellationToken)
    {
        if (content.CanSeek)
        {
            return content;
        }

        var held = new MemoryStream();
        await content.CopyToAsync(held, cancellationToken);
        held.Position = 0;
        return held;
    }

    // Stores have rules of their own for what an ETag may hold; HTTP's are stricter.
    private static EntityTagHeaderValue TagOf(ETag etag) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(etag.Value)))[..24]}\"");

    private static string FileNameOf(EventName eventName) => $"{eventName.ToString().Replace('/', '-')}.mp4";

    private static string FileNameOf(SightingName name) => $"{name.ToString().Replace('/', '-')}.jpg";
}
