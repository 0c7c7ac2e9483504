using CloudCctv.Analysis.Quarantine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Quarantine;

internal static class QuarantineEndpoints
{
    // A flood of bad batches must not make the page that shows it unusable.
    private const int MaxShown = 200;

    public static void MapQuarantine(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/quarantine", ShowAsync);

    private static async Task<IResult> ShowAsync(QuarantineStore quarantine, CancellationToken cancellationToken)
    {
        var items = await quarantine.ListAsync(cancellationToken).Take(MaxShown + 1).ToListAsync(cancellationToken);
        return new RazorComponentResult<QuarantinePage>(new
        {
            Items = items.Take(MaxShown).OrderByDescending(item => item.Reason.Time).ToList(),
            More = items.Count > MaxShown,
        });
    }
}
