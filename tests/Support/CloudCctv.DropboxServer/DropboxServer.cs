using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCctv.DropboxServer;

/// <summary>
/// One Dropbox on a free port of 127.0.0.1, for all three hosts of the HTTP API, written from its public documentation with
/// its error bodies. It can do what links and services do to their callers.
/// </summary>
public sealed class DropboxServer : IAsyncDisposable
{
    public const string AppKey = "testappkey12345";
    public const string AppSecret = "the app's secret, known to webhooks";

    private readonly WebApplication app;
    private readonly Routes routes = new();
    private readonly ConcurrentQueue<string> calls = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(ServiceFault Fault, int Seconds)>> faults = new();

    private DropboxServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static string ContentHashOf(ReadOnlySpan<byte> content) => StoredFile.HashOf(content);

    /// <summary>Lets a program in, without the consent page.</summary>
    public string NewRefreshToken() => routes.SignIn.NewRefreshToken(AppKey);

    /// <summary>What the owner does on the consent page; returns the code.</summary>
    public string Consent(Uri address) => routes.SignIn.Consent(address);

    /// <summary>The JSON that programs are given as their token.</summary>
    public string TokenJson() => $$"""{"appKey":"{{AppKey}}","refreshToken":"{{NewRefreshToken()}}"}""";

    public int TokensGranted => routes.SignIn.Refreshed;

    /// <summary>Routes called so far, with the status each was answered.</summary>
    public IReadOnlyList<string> Calls => [.. calls];

    /// <summary>Paths of all files.</summary>
    public IReadOnlyList<string> Paths => [.. routes.Tree.Below("").Where(file => !file.IsFolder).Select(file => file.Path)];

    public int MostPerPage { set => routes.Listing.MostPerPage = value; }

    /// <summary>Seconds that an access token is said to be good for.</summary>
    public int TokenLife { set => routes.SignIn.Life = value; }

    public static async Task<DropboxServer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.ClearProviders();
        var server = new DropboxServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync(cancellationToken);
        return server;
    }

    public byte[]? Read(string path) => routes.Tree.Find(path)?.Content;

    /// <summary>What another program of the owner's does.</summary>
    public void Write(string path, byte[] content) => routes.Tree.Write(path, content, "overwrite", strict: false);

    public void Delete(string path) => routes.Tree.Delete(path, rev: null, out _);

    public void ExpireAccessTokens() => routes.SignIn.ExpireAccess();

    public void RevokeEverything() => routes.SignIn.Revoke();

    public void ResetCursors() => routes.Listing.Reset();

    public void ForgetSessions() => routes.Sessions.Forget();

    /// <summary>Spoils the next calls of a route, such as <c>files/upload</c>, in this order.</summary>
    public void Spoil(string route, ServiceFault fault, int times = 1, int retryAfter = 7)
    {
        for (var i = 0; i < times; i++)
        {
            faults.GetOrAdd(route, _ => new()).Enqueue((fault, retryAfter));
        }
    }

    /// <summary>The header with which the service signs a call of a webhook.</summary>
    public static string SignatureOf(string body) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(AppSecret), Encoding.UTF8.GetBytes(body)));

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var route = context.Request.Path.Value!.StartsWith("/2/", StringComparison.Ordinal) ? context.Request.Path.Value[3..] : context.Request.Path.Value[1..];
        var (fault, seconds) = faults.TryGetValue(route, out var planned) && planned.TryDequeue(out var next) ? next : ((ServiceFault?)null, 0);
        if (fault == ServiceFault.CutBefore)
        {
            calls.Enqueue($"{route} cut");
            context.Abort();
            return;
        }

        var answer = AnswerOf(fault, seconds) ?? await routes.AnswerAsync(route, context.Request, damage: fault == ServiceFault.DamageUp);
        calls.Enqueue($"{route} {(fault == ServiceFault.CutAfter ? "lost" : answer.Status)}");
        if (fault == ServiceFault.CutAfter)
        {
            context.Abort();
            return;
        }

        await WriteAsync(context.Response, answer, damage: fault == ServiceFault.DamageDown);
    }

    private static Answer? AnswerOf(ServiceFault? fault, int seconds) => fault switch
    {
        ServiceFault.TooManyRequests => Answer.TooMany("too_many_requests", seconds),
        ServiceFault.TooManyWriteOperations => Answer.TooMany("too_many_write_operations", seconds),
        ServiceFault.ServerError => new Answer(500, "<html>We are sorry</html>", "text/html"),
        ServiceFault.InsufficientSpace => Answer.UploadConflict(Answer.Tagged("insufficient_space")),
        ServiceFault.MissingScope => Answer.Denied(401, "missing_scope"),
        ServiceFault.CaptivePortal => new Answer(200, "<html>Welcome to our network</html>", "text/html"),
        _ => null,
    };

    private static async Task WriteAsync(HttpResponse response, Answer answer, bool damage)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.Content is null ? answer.ContentType : "application/octet-stream";
        if (answer.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = $"{seconds}";
        }

        if (answer.Result is not null)
        {
            response.Headers["Dropbox-API-Result"] = answer.Result;
        }

        var body = answer.Content?.ToArray() ?? Encoding.UTF8.GetBytes(answer.Body);
        if (damage)
        {
            body[^1] ^= 1;
        }

        await response.Body.WriteAsync(body);
    }
}
