using CloudCctv.Analysis.Quarantine;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Quarantine;

internal static class QuarantineEndpoints
{
    private const string Path = "/quarantine";

    // A flood of bad batches must not make the page that shows it unusable.
    private const int MaxShown = 200;

    public static string RetryOf(BatchName batch) => $"{Path}/retry/{batch}";

    public static void MapQuarantine(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (QuarantineStore quarantine, CancellationToken cancellationToken) => ShowAsync(quarantine, notice: null, cancellationToken));
        endpoints.MapPost($"{Path}/retry/{{*batch}}", RetryAsync).TakesForm();
    }

    private static async Task<IResult> ShowAsync(QuarantineStore quarantine, string? notice, CancellationToken cancellationToken)
    {
        var items = await quarantine.ListAsync(cancellationToken).Take(MaxShown + 1).ToListAsync(cancellationToken);
        return new RazorComponentResult<QuarantinePage>(new
        {
            Items = items.Take(MaxShown).OrderByDescending(item => item.Reason.Time).ToList(),
            More = items.Count > MaxShown,
            Notice = notice,
        });
    }

    private static async Task<IResult> RetryAsync(string? batch, QuarantineRetry retry, QuarantineStore quarantine, CancellationToken cancellationToken) => BatchName.TryParse(batch, out var name)
        ? await ShowAsync(quarantine, await retry.RetryAsync(name, cancellationToken)
            ? "The batch is tried again. If it is at fault still, it comes back here."
            : "The batch is not here any more, or is being worked on.", cancellationToken)
        : GalleryEndpoints.NotFoundPage();
}
