using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Storage;

/// <summary>The page of storage: how much room cameras take, how long is kept, what is in quarantine.</summary>
internal static class StorageEndpoints
{
    public const string Path = "/storage";

    // More than that is told as "or more".
    private const int MostCounted = 100;

    public static void MapStorage(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, ShowAsync);
        endpoints.MapPost($"{Path}/measure", MeasureAsync).TakesForm();
    }

    private static async Task<IResult> ShowAsync(StorageUse use, CameraRuleBook rules, QuarantineStore quarantine, CancellationToken cancellationToken)
    {
        var used = await use.ReadAsync(cancellationToken);
        var days = await Task.WhenAll(used.Select(async one => (one.Camera, (await rules.OfAsync(one.Camera, cancellationToken)).KeepDays)));
        return new RazorComponentResult<StoragePage>(new
        {
            Use = used,
            KeepDays = days.ToDictionary(one => one.Camera, one => one.KeepDays),
            Quarantined = await quarantine.ListAsync(cancellationToken).Take(MostCounted).CountAsync(cancellationToken),
        });
    }

    private static async Task<IResult> MeasureAsync(StorageUse use, CancellationToken cancellationToken)
    {
        await use.MeasureAsync(cancellationToken);
        return Results.LocalRedirect(Path);
    }
}
