using System.Security.Claims;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Gallery.Access.Users;

namespace CloudCctv.Gallery.Access.Rights;

/// <summary>What somebody who is signed in may see and do. Whoever is not may nothing.</summary>
internal sealed class AccessRights
{
    private const string CameraClaim = "cctv-camera";

    private readonly IReadOnlyList<string> cameras;

    private AccessRights(bool isOwner, IReadOnlyList<string> cameras) => (IsOwner, this.cameras) = (isOwner, cameras);

    /// <summary>Everything.</summary>
    public bool IsOwner { get; }

    public static AccessRights Of(ClaimsPrincipal? person) => new(
        person?.Identity?.IsAuthenticated == true && person.IsInRole(nameof(UserRole.Owner)),
        person?.Identity?.IsAuthenticated == true ? [.. person.FindAll(CameraClaim).Select(claim => claim.Value)] : []);

    /// <summary>As claims of somebody, for <see cref="Of"/> to read.</summary>
    public static IEnumerable<Claim> Claims(UserRole role, IEnumerable<string> cameras) =>
        [new Claim(ClaimTypes.Role, role.ToString()), .. role == UserRole.Viewer ? cameras.Select(camera => new Claim(CameraClaim, camera)) : []];

    public bool Sees(CameraName camera) =>
        IsOwner || cameras.Any(pattern => pattern == "*" || pattern == camera.ToString() || pattern == $"{camera.Site}/*");
}
