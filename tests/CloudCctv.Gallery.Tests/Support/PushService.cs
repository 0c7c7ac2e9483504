using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CloudCctv.Gallery.Tests.Support;

/// <summary>Stands for the push service of a browser's maker, on a free port of 127.0.0.1: remembers what it was to pass on.</summary>
internal sealed class PushService : IAsyncDisposable
{
    private readonly WebApplication app;

    private PushService(WebApplication app) => this.app = app;

    /// <summary>To be called by the server under test, which else takes public addresses only.</summary>
    public static Dictionary<string, string?> Settings { get; } = new()
    {
        ["Alerts:WebPush:AllowPrivateAddresses"] = "true",
        ["Alerts:GalleryUrl"] = "https://cctv.example.org",
    };

    public Uri Url => new(app.Urls.First());

    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    public static async Task<PushService> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var service = new PushService(builder.Build());
        service.app.Run(service.TakeAsync);
        await service.app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Bodies.Enqueue(body.ToArray());
        context.Response.StatusCode = StatusCodes.Status201Created;
    }
}
