using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace CloudCctv.Uploader.Live.Web;

internal static class AssetEndpoints
{
    /// <summary>Pages behind sign-in; the parts they are made of are the same for everybody and open to all.</summary>
    public static void MapAssets(this IEndpointRouteBuilder endpoints, CameraViews views)
    {
        endpoints.MapGet("/", Page("cameras.html"));
        endpoints.MapGet("/connect", Page("connect.html"));
        endpoints.MapGet("/cameras/{name}", (HttpContext context, string name) => views.Find(name) is null ? Results.NotFound() : Serve(context, Asset.Named("camera.html")));
        foreach (var asset in Asset.All.Where(asset => !asset.Name.EndsWith(".html", StringComparison.Ordinal)))
        {
            endpoints.MapGet($"/assets/{asset.Name}", (HttpContext context) => Serve(context, asset)).AllowAnonymous();
        }
    }

    private static Delegate Page(string name) => (HttpContext context) => Serve(context, Asset.Named(name));

    private static IResult Serve(HttpContext context, Asset asset)
    {
        // Asked for every time, sent only when it has changed with the program.
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
    }
}
