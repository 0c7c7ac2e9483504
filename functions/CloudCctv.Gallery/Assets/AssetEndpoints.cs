using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace CloudCctv.Gallery.Assets;

/// <summary>Style sheets, scripts and icon, from the assembly itself: nothing to copy beside it, nothing from another server.</summary>
internal static class AssetEndpoints
{
    private const string Script = "text/javascript; charset=utf-8";

    private static readonly FrozenDictionary<string, Asset> Assets = new[]
    {
        Load("gallery.css", "text/css; charset=utf-8"),
        Load("events.css", "text/css; charset=utf-8"),
        Load("shell.js", Script),
        Load("days.js", Script),
        Load("event.js", Script),
        Load("icon.svg", "image/svg+xml"),
    }.ToFrozenDictionary(asset => asset.Name);

    /// <summary>The address of an asset; it changes with its content.</summary>
    public static string UrlOf(string name) => $"/assets/{name}?v={Assets[name].Version}";

    public static void MapAssets(this IEndpointRouteBuilder endpoints)
    {
        foreach (var asset in Assets.Values)
        {
            endpoints.MapMethods($"/assets/{asset.Name}", [HttpMethods.Get, HttpMethods.Head], (HttpContext context) => Serve(context, asset)).AllowAnonymous();
        }
    }

    private static IResult Serve(HttpContext context, Asset asset)
    {
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
    }

    private static Asset Load(string name, string contentType)
    {
        var assembly = typeof(AssetEndpoints).Assembly;
        using var stream = assembly.GetManifestResourceStream($"CloudCctv.Gallery.assets.{name}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new Asset(name, contentType, content, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }

    private sealed record Asset(string Name, string ContentType, byte[] Content, string Version);
}
