using CloudCctv.Analysis.Status;
using CloudCctv.Gallery.Access;
using CloudCctv.Storage.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Health;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/healthz", [HttpMethods.Get, HttpMethods.Head], async (StoreProbe probe, CancellationToken token) =>
        {
            var reasons = await probe.FaultsAsync(token);
            return Results.Json(
                new { status = reasons.Count == 0 ? "ok" : "degraded", reasons },
                statusCode: reasons.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).AllowAnonymous();

        endpoints.MapGet("/api/status", async (AnalysisStatus status, IWorkQueue queue, CancellationToken token) =>
        {
            var now = status.Now;
            return Results.Json(new
            {
                now.Batches,
                now.Frames,
                now.Sightings,
                now.AlertsSent,
                now.Quarantined,
                queueLength = await queue.CountAsync(token),
            });
        }).WithMetadata(new TakesKeyHeader());

        endpoints.MapGet("/metrics", async (Metrics metrics, CancellationToken token) =>
            Results.Text(await metrics.WriteAsync(token), MetricsText.ContentType)).WithMetadata(new TakesKeyHeader());
    }
}
