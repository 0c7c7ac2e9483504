using System.Globalization;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Alerts.WebPush;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Gallery.Layout;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Alerts;

/// <summary>The page of alerts: phones, channels, quiet, history.</summary>
internal static class AlertEndpoints
{
    public const string Path = "/alerts";

    public static string TestOf(IAlertChannel channel) => $"{Path}/test?channel={Uri.EscapeDataString(channel.Name)}";

    public static string RemoveOf(PushSubscription phone) => $"{Path}/phones/remove/{phone.Id}";

    public static void MapAlerts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (string? day, int? page, AlertBoard board, GalleryClock clock, CancellationToken cancellationToken) =>
            ShowAsync(board, DayIn(day) ?? clock.Today, page ?? 1, new(), StatusCodes.Status200OK, cancellationToken));
        endpoints.MapGet($"{Path}/renewal", RenewalAsync);
        endpoints.MapPost($"{Path}/phones", AddAsync).TakesForm();
        endpoints.MapPost($"{Path}/phones/remove/{{id}}", RemoveAsync).TakesForm();
        endpoints.MapPost($"{Path}/test", TestAsync).TakesForm();
        endpoints.MapPost($"{Path}/quiet", QuietAsync).TakesForm();
    }

    private static DateOnly? DayIn(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day > DateOnly.MinValue.AddDays(1) && day < DateOnly.MaxValue.AddDays(-1) ? day : null;

    private static async Task<IResult> ShowAsync(AlertBoard board, DateOnly day, int page, AlertPageNotice notice, int status, CancellationToken cancellationToken) =>
        new RazorComponentResult<AlertsPage>(new { Shown = await board.ReadAsync(day, page, cancellationToken), Notice = notice }) { StatusCode = status };

    private static Task<IResult> SayAsync(AlertBoard board, GalleryClock clock, AlertPageNotice notice, CancellationToken cancellationToken) =>
        ShowAsync(board, clock.Today, 1, notice, notice.IsFault ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, cancellationToken);

    // For a service worker, which has no page with a form in it.
    private static async Task<IResult> RenewalAsync(HttpContext context, VapidKey key, IAntiforgery antiforgery, CancellationToken cancellationToken) =>
        Results.Json(new { key = await key.PublicAsync(cancellationToken), token = antiforgery.GetAndStoreTokens(context).RequestToken });

    private static async Task<IResult> AddAsync(HttpContext context, PushSubscriptions phones, AlertBoard board, GalleryClock clock, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (!Uri.TryCreate(form["endpoint"], UriKind.Absolute, out var endpoint))
        {
            return await SayAsync(board, clock, new("The browser gave no address to send alerts to. Reload the page and try again.", IsFault: true), cancellationToken);
        }

        try
        {
            await phones.AddAsync(endpoint, form["p256dh"].ToString(), form["auth"].ToString(), form["label"].ToString(), cancellationToken);
            return Results.LocalRedirect(Path);
        }
        catch (PushSubscriptionException exception)
        {
            return await SayAsync(board, clock, new($"This phone was not added: {exception.Message}", IsFault: true), cancellationToken);
        }
    }

    private static async Task<IResult> RemoveAsync(string id, PushSubscriptions phones, CancellationToken cancellationToken)
    {
        await phones.RemoveAsync(id, cancellationToken);
        return Results.LocalRedirect(Path);
    }

    private static async Task<IResult> TestAsync(string? channel, AlertChannels channels, AlertMessages messages, TimeProvider time, AlertBoard board, GalleryClock clock, CancellationToken cancellationToken)
    {
        if (channels.Find(channel ?? "") is not { } found)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        var outcome = await found.SendAsync(messages.ComposeTest(time.GetUtcNow()), cancellationToken);
        return await SayAsync(board, clock, outcome.Verdict == AlertVerdict.Delivered
            ? new($"{found.Name} has taken a test alert.")
            : new($"{found.Name} did not take the test alert: {outcome.Detail}.", IsFault: true), cancellationToken);
    }

    private static async Task<IResult> QuietAsync(HttpContext context, MannerStore manners, SnoozeLinks lengths, TimeProvider time, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (camera, length) = (form["camera"].ToString(), form["for"].ToString());
        CameraName? name = CameraName.TryParse(camera, out var parsed) ? parsed : null;
        var until = length == "end" ? time.GetUtcNow() : lengths.UntilAfter(length);
        if (until is null || (name is null && camera != QuietForm.All))
        {
            return GalleryEndpoints.NotFoundPage();
        }

        await manners.SnoozeAsync(name, until.Value, cancellationToken);
        return Results.LocalRedirect(LocalOf(form["back"]));
    }

    private static string LocalOf(string? back) => back == Cameras.CameraEndpoints.Path ? back : Path;
}

/// <param name="Text">What the page has to say besides what it shows; null if nothing.</param>
/// <param name="IsFault">Whether something failed.</param>
public sealed record AlertPageNotice(string? Text = null, bool IsFault = false);
