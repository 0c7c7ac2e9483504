using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Offline;

/// <summary>What the service worker keeps for when there is no connection. Says nothing about anybody.</summary>
internal static class OfflineEndpoints
{
    public static void MapOffline(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/offline", () => new RazorComponentResult<OfflinePage>()).AllowAnonymous();
}
