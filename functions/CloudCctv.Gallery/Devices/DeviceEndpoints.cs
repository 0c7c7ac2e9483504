using CloudCctv.Analysis.Devices;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Devices;

/// <summary>The page of devices: add, see, revoke.</summary>
internal static class DeviceEndpoints
{
    public const string Path = "/devices";

    public static string RevokeOf(DeviceRecord device) => $"{Path}/revoke/{device.Name}";

    public static void MapDevices(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (DeviceRegistry registry, CancellationToken cancellationToken) => ShowAsync(registry, new(), StatusCodes.Status200OK, cancellationToken));
        endpoints.MapPost($"{Path}/add", AddAsync).TakesForm();
        endpoints.MapGet($"{Path}/revoke/{{name}}", AskAsync);
        endpoints.MapPost($"{Path}/revoke/{{name}}", RevokeAsync).TakesForm();
    }

    private static async Task<IResult> ShowAsync(DeviceRegistry registry, DeviceNotice notice, int status, CancellationToken cancellationToken) =>
        new RazorComponentResult<DevicesPage>(new { Devices = await registry.ListAsync(cancellationToken).ToListAsync(cancellationToken), Notice = notice }) { StatusCode = status };

    // The page itself rather than a way to it: the code is shown once, and is in no address.
    private static async Task<IResult> AddAsync(HttpContext context, DeviceRegistry registry, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (name, site) = (form["name"].ToString().Trim(), form["site"].ToString().Trim());
        try
        {
            var code = await registry.AddAsync(name, site, form["cameras"].ToString().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries), cancellationToken);
            return await ShowAsync(registry, new() { Device = name, Code = code, Address = $"{context.Request.Scheme}://{context.Request.Host}" }, StatusCodes.Status200OK, cancellationToken);
        }
        catch (DeviceException exception)
        {
            return await ShowAsync(registry, new() { Fault = exception.Message }, StatusCodes.Status400BadRequest, cancellationToken);
        }
    }

    private static async Task<IResult> AskAsync(string name, DeviceRegistry registry, CancellationToken cancellationToken) =>
        await registry.FindAsync(name, cancellationToken) is { } device
            ? new RazorComponentResult<RevokePage>(new { Device = device })
            : GalleryEndpoints.NotFoundPage();

    private static async Task<IResult> RevokeAsync(string name, DeviceRegistry registry, CancellationToken cancellationToken)
    {
        if (await registry.FindAsync(name, cancellationToken) is null)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        await registry.RevokeAsync(name, cancellationToken);
        return Results.LocalRedirect(Path);
    }
}

/// <summary>What the page has to say besides the devices.</summary>
public sealed record DeviceNotice
{
    public string? Device { get; init; }

    /// <summary>Of that device, just now.</summary>
    public string? Code { get; init; }

    /// <summary>Of this server, as the browser knows it.</summary>
    public string? Address { get; init; }

    public string? Fault { get; init; }
}
