using CloudCctv.Uploader.Live.Access;
using CloudCctv.Uploader.Live.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Live.Recording;

/// <summary>Recording on demand: begins and ends with a wish, and goes on when the page that asked is closed.</summary>
internal sealed class RecordingEndpoints(CameraViews views, ILogger logger)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/cameras/{name}/recording/on", (string name) => Record(name, on: true)).WithMetadata(new TakesKeyHeader());
        endpoints.MapPost("/cameras/{name}/recording/off", (string name) => Record(name, on: false)).WithMetadata(new TakesKeyHeader());
    }

    private IResult Record(string name, bool on)
    {
        if (views.Find(name) is not { } view)
        {
            return Results.NotFound();
        }

        if (view.Recorder is not { } recorder)
        {
            return Answer.Problem("This camera cannot be recorded: it cannot be watched, or clips.onDemandMaximumSeconds is 0 in the settings.", StatusCodes.Status409Conflict);
        }

        if (on)
        {
            recorder.Start();
            logger.RecordingAsked(name);
        }
        else
        {
            recorder.Stop();
        }

        return Results.NoContent();
    }
}
