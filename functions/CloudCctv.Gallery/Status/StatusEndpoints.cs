using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Status;

/// <summary>The page that tells how devices and cameras are.</summary>
internal static class StatusEndpoints
{
    public const string Path = GalleryPath.Status;

    public static string ForgetOf(DeviceReport report) => $"{Path}/forget/{report.Name}";

    public static void MapStatus(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, async (HealthOverview overview, CancellationToken cancellationToken) =>
            new RazorComponentResult<StatusPage>(new { Devices = await overview.ReadAsync(cancellationToken) }));
        endpoints.MapPost($"{Path}/forget/{{site}}/{{device}}", ForgetAsync).TakesForm();
    }

    private static async Task<IResult> ForgetAsync(string site, string device, HealthOverview overview, CancellationToken cancellationToken)
    {
        if (!Slug.IsValid(site) || !Slug.IsValid(device))
        {
            return GalleryEndpoints.NotFoundPage();
        }

        await overview.ForgetAsync(site, device, cancellationToken);
        return Results.LocalRedirect(Path);
    }
}
