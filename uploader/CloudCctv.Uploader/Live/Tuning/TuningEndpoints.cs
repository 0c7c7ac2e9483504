using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Live.Web;
using CloudCctv.Uploader.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Live.Tuning;

/// <summary>What a camera is set to, and the wishes: snap, monitoring on and off, motion settings tried or saved.</summary>
internal sealed class TuningEndpoints(CameraViews views, SettingsWriter file, string? gallery, ILogger logger)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/cameras", () => Results.Json(views.All.Select(Summary)));
        endpoints.MapGet("/cameras/{name}/settings", (string name) => On(name, view => Results.Json(Details(view))));
        endpoints.MapPost("/cameras/{name}/snap", (string name) => On(name, Snap));
        endpoints.MapPost("/cameras/{name}/monitoring/on", (string name) => On(name, view => Monitor(view, on: true)));
        endpoints.MapPost("/cameras/{name}/monitoring/off", (string name) => On(name, view => Monitor(view, on: false)));
        endpoints.MapPost("/cameras/{name}/motion", (string name, HttpContext context) => views.Find(name) is { } view ? ChangeAsync(context, view) : Task.FromResult(Results.NotFound()));
    }

    private IResult On(string name, Func<CameraView, IResult> act) => views.Find(name) is { } view ? act(view) : Results.NotFound();

    private static object Summary(CameraView view) => new { view.Name, Source = Shown(view.Camera.Source), Status = LiveStatus.Of(view) };

    private object Details(CameraView view) => new
    {
        view.Name,
        Source = Shown(view.Camera.Source),
        Status = LiveStatus.Of(view),
        Motion = MotionChange.Shown(view.Motion),
        Knobs = MotionKnob.All,
        CanSave = file.HasFile,
        Gallery = gallery,
        RecordingSeconds = view.Recorder?.MaximumSeconds ?? 0,
    };

    private IResult Snap(CameraView view)
    {
        view.Snap();
        logger.SceneSnapped(view.Name);
        return Results.NoContent();
    }

    private IResult Monitor(CameraView view, bool on)
    {
        if (view.Monitoring != on)
        {
            view.Monitoring = on;
            if (on)
            {
                logger.MonitoringStarted(view.Name);
            }
            else
            {
                logger.MonitoringStopped(view.Name);
            }
        }

        return Results.NoContent();
    }

    private async Task<IResult> ChangeAsync(HttpContext context, CameraView view)
    {
        try
        {
            var wish = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
            if (wish?["motion"] is not JsonObject changes || wish["save"] is not JsonValue save || !save.TryGetValue(out bool keep))
            {
                return Answer.Problem("Expected { \"motion\": {…}, \"save\": true or false }.");
            }

            var changed = MotionChange.Apply(view.Motion, changes);
            if (keep)
            {
                file.Save(view.Name, changes);
            }

            view.Use(changed);
            logger.MotionChanged(view.Name, keep);
            return Results.Json(MotionChange.Shown(changed));
        }
        catch (SettingsException exception)
        {
            return Answer.Problem(exception.Message);
        }
        catch (JsonException)
        {
            return Answer.Problem("That is no JSON.");
        }
    }

    // Addresses hold passwords: shown as the log shows them.
    private static string Shown(string source)
    {
        try
        {
            return SourceAddress.Parse(source).ToString();
        }
        catch (CaptureException)
        {
            return "";
        }
    }
}
