using CloudCctv.Gallery.Access.Rights;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Cameras;

/// <summary>The page of cameras: the last picture of each, how it is, and quiet.</summary>
internal static class CameraEndpoints
{
    public const string Path = "/cameras";

    public static void MapCameras(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(Path, ShowAsync).ForViewers();

    private static async Task<IResult> ShowAsync(HttpContext context, CameraBoard board, CancellationToken cancellationToken)
    {
        var rights = AccessRights.Of(context.User);
        return new RazorComponentResult<CamerasPage>(new { Cameras = await board.ReadAsync(rights.Sees, cancellationToken), MayQuiet = rights.IsOwner });
    }
}
