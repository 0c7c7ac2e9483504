using CloudCctv.Analysis.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Security;
using CloudCctv.Storage.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Gallery.Devices.Remote;

/// <summary>The owner's page of the settings that a device takes from afar. They are signed in the browser; no private key comes here.</summary>
internal static partial class RemoteEndpoints
{
    // The text as a browser encodes it, and a signature.
    private const int MaxFormBytes = 4 * RemoteText.MaxBytes;

    public static string AddressOf(string site, string device) => $"{DeviceEndpoints.Path}/{site}/{device}/settings";

    public static void MapRemoteSettings(this IEndpointRouteBuilder endpoints)
    {
        const string address = $"{DeviceEndpoints.Path}/{{site}}/{{device}}/settings";
        endpoints.MapGet(address, ShowAsync);
        endpoints.MapPost(address, PublishAsync).TakesForm(MaxFormBytes);
    }

    private static async Task<IResult> ShowAsync(string site, string device, string? done, RemoteShelf shelf, HealthOverview overview, CancellationToken cancellationToken) =>
        await ReadAsync(site, device, shelf, overview, cancellationToken) is { } view
            ? Page(view with
            {
                Notice = done switch
                {
                    "published" => "Published. The device looks for it as often as its own settings say (every five minutes by default), tries it, and tells how it went.",
                    "removed" => "Taken back. The device returns to its own file when it looks next.",
                    _ => null,
                },
            })
            : GalleryEndpoints.NotFoundPage();

    private static async Task<IResult> PublishAsync(string site, string device, HttpContext context, RemoteShelf shelf, HealthOverview overview, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        if (await ReadAsync(site, device, shelf, overview, cancellationToken) is not { } view)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (text, signature) = (VersionIn(form["version"]), VersionIn(form["signatureVersion"]));
        var (person, log) = (context.User.Identity?.Name ?? "owner", logs.CreateLogger(typeof(RemoteEndpoints)));
        if (form["do"] == "remove")
        {
            if (text is not { } seen || !await shelf.TryRemoveAsync(site, device, seen, cancellationToken))
            {
                return Page(view with { Fault = "Nothing was taken back: others were published since you opened this page." }, StatusCodes.Status409Conflict);
            }

            LogRemoved(log, site, device, person);
            return Results.LocalRedirect($"{AddressOf(site, device)}?done=removed");
        }

        var settings = new RemoteText(form["text"].ToString(), form["signature"].ToString(), form["publicKey"].ToString());
        if (settings.FindFault(view.Name, view.Published.Text) is { } fault)
        {
            return Page(view with { Draft = settings.Text, Fault = $"Nothing was published. {fault}" }, StatusCodes.Status400BadRequest);
        }

        if (!await shelf.TryPublishAsync(site, device, settings, text, signature, cancellationToken))
        {
            return Page(view with { Draft = settings.Text, Fault = "Nothing was published: others were since you opened this page. Keep your text, reload the page and look at theirs." }, StatusCodes.Status409Conflict);
        }

        var revision = RemoteText.RevisionOf(settings.Text);
        LogPublished(log, revision, site, device, person);
        return Results.LocalRedirect($"{AddressOf(site, device)}?done=published");
    }

    private static async Task<RemoteView?> ReadAsync(string site, string device, RemoteShelf shelf, HealthOverview overview, CancellationToken cancellationToken)
    {
        if (!Slug.IsValid(site) || !Slug.IsValid(device))
        {
            return null;
        }

        var published = await shelf.ReadAsync(site, device, cancellationToken);
        var report = (await overview.ReadAsync(cancellationToken)).Select(one => one.Report).FirstOrDefault(one => one.Site == site && one.Device == device);
        return report is null && published.Text is null ? null : new RemoteView(site, device, published, report, RemoteText.Draft(published.Text, $"{site}/{device}"));
    }

    private static ETag? VersionIn(string? text) => text is { Length: > 0 } ? new ETag(text) : null;

    private static RazorComponentResult<RemotePage> Page(RemoteView view, int status = StatusCodes.Status200OK) => new(new { View = view }) { StatusCode = status };

    [LoggerMessage(Level = LogLevel.Information, Message = "Settings, revision {Revision}, published for {Site}/{Device} by {Person}")]
    private static partial void LogPublished(ILogger logger, int revision, string site, string device, string person);

    [LoggerMessage(Level = LogLevel.Information, Message = "Settings for {Site}/{Device} taken back by {Person}")]
    private static partial void LogRemoved(ILogger logger, string site, string device, string person);
}

/// <param name="Site">Of the device.</param>
/// <param name="Device">Its name.</param>
/// <param name="Published">What is in the store.</param>
/// <param name="Report">The device's last; null if it was never heard of.</param>
/// <param name="Draft">What to begin with.</param>
public sealed record RemoteView(string Site, string Device, PublishedSettings Published, DeviceReport? Report, string Draft)
{
    public string Name => $"{Site}/{Device}";

    public string? Notice { get; init; }

    public string? Fault { get; init; }

    /// <summary>How the device stands to what is published.</summary>
    public string State => (Published.Text, Report?.Heartbeat?.Settings) switch
    {
        (null, _) => "Nothing is published: the device uses its own file.",
        (_, null) => "The device was not heard of yet.",
        ({ } text, { Remote: { } now, Trial: true }) when now == RemoteText.HashOf(text) => "What is published is on trial on the device.",
        ({ } text, { Remote: { } now }) when now == RemoteText.HashOf(text) => "What is published is in force on the device.",
        ({ } text, { Refused: { } refused }) when refused == RemoteText.HashOf(text) => "The device has refused what is published, or undone it; its log says why.",
        _ => "The device has not taken it yet. It looks only if its own settings say remote.enabled, and if its credential may read: a paired device’s may not.",
    };
}
