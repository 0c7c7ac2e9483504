using Microsoft.AspNetCore.Builder;

namespace CloudCctv.Gallery.Access.Rights;

/// <summary>
/// Marks an endpoint that viewers may use. What is not marked is the owner's: whoever adds a page and forgets this shows too
/// little, never too much.
/// </summary>
/// <param name="OnlyOfCameraInPath">True if the address begins with a camera, as <c>path</c>: they may for the cameras that they see.</param>
internal sealed record ViewersMay(bool OnlyOfCameraInPath);

internal static class ViewersMayExtensions
{
    /// <summary>For a page that shows nobody's cameras, or itself leaves out those that its reader may not see.</summary>
    public static TBuilder ForViewers<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ViewersMay(OnlyOfCameraInPath: false));

    /// <summary>For what is under <c>{*path}</c>, a name that begins with <c>SITE/CAMERA/</c>.</summary>
    public static TBuilder ForViewersOfCamera<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ViewersMay(OnlyOfCameraInPath: true));
}
