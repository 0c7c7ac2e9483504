using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Live;

/// <summary>How a page that is open learns of new sightings: a stream (server-sent events), or the same as text for who asks now and then.</summary>
internal static class LiveEndpoints
{
    public const string Stream = "/live";

    public const string Newest = "/live/newest";

    public static void MapLive(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Stream, (LiveFeed feed, GalleryOptions options, CancellationToken cancellationToken) => options.Streams
            ? TypedResults.ServerSentEvents(feed.FollowAsync(cancellationToken))
            // To a browser: do not come back.
            : Results.NoContent());
        endpoints.MapGet(Newest, async (LiveFeed feed, CancellationToken cancellationToken) => Results.Text(await feed.NewestAsync(cancellationToken)));
    }
}
