using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>A web server on 127.0.0.1 that remembers what it was sent and answers as told.</summary>
internal sealed class HookServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Call> calls = new();

    private HookServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Answers to the next calls; 200 when empty.</summary>
    public ConcurrentQueue<(int Status, string? RetryAfter, string? Location)> Answers { get; } = new();

    /// <summary>Bodies of the next answers; empty when empty.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    public IReadOnlyList<Call> Calls => [.. calls];

    /// <param name="certificate">Speaks TLS with it; null for plain HTTP.</param>
    public static async Task<HookServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        if (certificate is null)
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }
        else
        {
            builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        }

        builder.Logging.ClearProviders();
        var server = new HookServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public void Fail(int times, int status = 503)
    {
        for (var i = 0; i < times; i++)
        {
            Answers.Enqueue((status, null, null));
        }
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        calls.Enqueue(new Call(
            context.Request.Method, context.Request.Path,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        if (Answers.TryDequeue(out var answer))
        {
            context.Response.StatusCode = answer.Status;
            context.Response.Headers.RetryAfter = answer.RetryAfter;
            context.Response.Headers.Location = answer.Location;
        }

        if (Bodies.TryDequeue(out var text))
        {
            await context.Response.WriteAsync(text);
        }
    }

    internal sealed record Call(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);
}
