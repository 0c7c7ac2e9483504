using CloudCctv.Analysis.Sightings;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Access.Rights;

/// <summary>Part of the policy of every endpoint that asks for sign-in.</summary>
internal sealed class RightsRequirement : IAuthorizationRequirement;

/// <summary>The one place where rights are checked: pages, pictures and forms alike.</summary>
internal sealed class RightsHandler : AuthorizationHandler<RightsRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RightsRequirement requirement)
    {
        if (context.Resource is HttpContext http && IsAllowed(AccessRights.Of(context.User), http))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private static bool IsAllowed(AccessRights rights, HttpContext context) =>
        rights.IsOwner || context.GetEndpoint()?.Metadata.GetMetadata<ViewersMay>() switch
        {
            null => false,
            { OnlyOfCameraInPath: false } => true,
            _ => CameraIn(context) is { } camera && rights.Sees(camera),
        };

    // The very text that the page then takes its name from.
    private static CameraName? CameraIn(HttpContext context) =>
        (context.GetRouteValue("path") as string)?.Split('/') is [var site, var camera, ..] && CameraName.TryParse($"{site}/{camera}", out var name) ? name : null;
}
