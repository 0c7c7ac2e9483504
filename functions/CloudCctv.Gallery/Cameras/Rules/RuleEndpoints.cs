using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Security;
using CloudCctv.Storage.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Gallery.Cameras.Rules;

/// <summary>The page of one camera's rules. Viewers of the camera see it, owners change it.</summary>
internal static partial class RuleEndpoints
{
    // A hundred zones, masks and lines each as a browser encodes them.
    private const int MaxFormBytes = 1 << 20;

    public static string AddressOf(CameraName camera) => $"{CameraEndpoints.Path}/{camera}";

    public static void MapRules(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet($"{CameraEndpoints.Path}/{{*path}}", ShowAsync).ForViewersOfCamera();
        endpoints.MapPost($"{CameraEndpoints.Path}/{{*path}}", ChangeAsync).TakesForm(MaxFormBytes);
    }

    private static async Task<IResult> ShowAsync(string? path, string? done, HttpContext context, RuleBoard board, CancellationToken cancellationToken) =>
        CameraName.TryParse(path, out var camera) && await board.ReadAsync(camera, cancellationToken) is { } view
            ? Page(context, view with
            {
                Notice = done switch
                {
                    "saved" => "Saved. Every server uses it within seconds, for what is analysed from now on.",
                    "settings" => "What was set here is gone: the settings hold again.",
                    _ => null,
                },
            })
            : GalleryEndpoints.NotFoundPage();

    private static async Task<IResult> ChangeAsync(string? path, HttpContext context, RuleBoard board, RuleStore store, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        if (!CameraName.TryParse(path, out var camera) || await board.ReadAsync(camera, cancellationToken) is not { } view)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (person, log) = (context.User.Identity?.Name ?? "owner", logs.CreateLogger(typeof(RuleEndpoints)));
        ETag? seen = form["version"].ToString() is { Length: > 0 } version ? new ETag(version) : null;
        if (form["do"] == "settings")
        {
            if (seen is not { } removed || !await store.TryRemoveAsync(camera, removed, cancellationToken))
            {
                return Conflict(context, await board.ReadAsync(camera, cancellationToken) ?? view);
            }

            LogRulesRemoved(log, camera, person);
            return Results.LocalRedirect($"{AddressOf(camera)}?done=settings");
        }

        var filled = RuleForm.Of(form);
        var (rules, faults) = filled.Read(view.Rules);
        if (faults.Count > 0)
        {
            // The version that was seen, not the one that is there: to mend a number must not hide that somebody else was here.
            return Page(context, view with { Form = filled, Faults = faults, Notice = $"Nothing was saved. What is wrong stands beside the fields. {string.Join(' ', faults.Where(one => !RuleForm.Shows(one.Key)).SelectMany(one => one))}".TrimEnd(), IsFault = true }, StatusCodes.Status400BadRequest, seen?.Value ?? "");
        }

        if (!await store.TrySaveAsync(camera, rules, person, seen, cancellationToken))
        {
            return Conflict(context, (await board.ReadAsync(camera, cancellationToken) ?? view) with { Form = filled });
        }

        LogRulesSet(log, camera, person);
        return Results.LocalRedirect($"{AddressOf(camera)}?done=saved");
    }

    private static RazorComponentResult<RulePage> Conflict(HttpContext context, RuleView now) => Page(context, now with
    {
        Notice = now.Stored?.Saved is { } other
            ? $"Nothing was saved: {other.SavedBy} has set other rules since you opened this page (revision {other.Revision}). Below is yours; save again to put it in the place of theirs, or reload the page to see theirs."
            : "Nothing was saved: what was set here has been taken back since you opened this page. Below is yours; save again to set it.",
        IsFault = true,
    }, StatusCodes.Status409Conflict);

    private static RazorComponentResult<RulePage> Page(HttpContext context, RuleView view, int status = StatusCodes.Status200OK, string? version = null) =>
        new(new { View = view with { MayEdit = AccessRights.Of(context.User).IsOwner }, Version = version ?? view.Version }) { StatusCode = status };

    [LoggerMessage(Level = LogLevel.Information, Message = "Rules of {Camera} set by {Person}")]
    private static partial void LogRulesSet(ILogger logger, CameraName camera, string person);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rules of {Camera} taken back to the settings by {Person}")]
    private static partial void LogRulesRemoved(ILogger logger, CameraName camera, string person);
}
