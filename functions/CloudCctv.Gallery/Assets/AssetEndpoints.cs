using System.Collections.Frozen;
using CloudCctv.Gallery.Assets.Icons;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace CloudCctv.Gallery.Assets;

/// <summary>Style sheets, scripts and icons, from the assembly itself: nothing to copy beside it, nothing from another server.</summary>
internal static class AssetEndpoints
{
    private const string Css = "text/css; charset=utf-8";
    private const string Script = "text/javascript; charset=utf-8";

    // To be raised with each change of IconPainter.
    private const string Drawing = "1";

    private static readonly FrozenDictionary<string, Asset> Assets = new[]
    {
        Asset.Load("/assets/gallery.css", Css),
        Asset.Load("/assets/events.css", Css),
        Asset.Load("/assets/owner.css", Css),
        Asset.Load("/assets/rules.css", Css),
        Asset.Load("/assets/icon.svg", "image/svg+xml"),
        Asset.Load("/assets/shell.js", Script),
        Asset.Load("/assets/days.js", Script),
        Asset.Load("/assets/event.js", Script),
        Asset.Load("/assets/app.js", Script),
        Asset.Load("/assets/alerts.js", Script),
        Asset.Load("/assets/passkeys.js", Script),
        Asset.Load("/assets/rules.js", Script),
        Asset.Load("/assets/settings.js", Script),
        Asset.Drawn("/assets/icon-192.png", Drawing, () => IconPainter.App(192)),
        Asset.Drawn("/assets/icon-512.png", Drawing, () => IconPainter.App(512)),
        Asset.Drawn("/assets/icon-maskable.png", Drawing, () => IconPainter.Maskable(512)),
        Asset.Drawn("/assets/badge.png", Drawing, () => IconPainter.Badge(96)),
    }.ToFrozenDictionary(asset => asset.Path);

    // At the root, which is what a service worker and an app then are for, and under names that stay.
    private static readonly Asset[] AtRoot =
    [
        Asset.Load("/service-worker.js", Script).Naming(Assets),
        Asset.Load("/manifest.webmanifest", "application/manifest+json").Naming(Assets),
    ];

    /// <summary>The address of an asset; it changes with its content.</summary>
    public static string UrlOf(string name) => Assets[$"/assets/{name}"].Url;

    public static void MapAssets(this IEndpointRouteBuilder endpoints)
    {
        foreach (var asset in Assets.Values)
        {
            endpoints.Map(asset, "public, max-age=31536000, immutable");
        }

        foreach (var asset in AtRoot)
        {
            endpoints.Map(asset, "no-cache");
        }
    }

    private static void Map(this IEndpointRouteBuilder endpoints, Asset asset, string caching) =>
        endpoints.MapMethods(asset.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context) => Serve(context, asset, caching)).AllowAnonymous();

    private static IResult Serve(HttpContext context, Asset asset, string caching)
    {
        context.Response.Headers.CacheControl = caching;
        return Results.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
    }
}
