using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Access.Account;
using CloudCctv.Gallery.Access.Passkeys;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Alerts;
using CloudCctv.Gallery.Assets;
using CloudCctv.Gallery.Cameras;
using CloudCctv.Gallery.Cameras.Rules;
using CloudCctv.Gallery.Clips;
using CloudCctv.Gallery.Counts;
using CloudCctv.Gallery.Days;
using CloudCctv.Gallery.Devices;
using CloudCctv.Gallery.Devices.Remote;
using CloudCctv.Gallery.Events;
using CloudCctv.Gallery.Faces;
using CloudCctv.Gallery.Health;
using CloudCctv.Gallery.Layout;
using CloudCctv.Gallery.Live;
using CloudCctv.Gallery.Media;
using CloudCctv.Gallery.Offline;
using CloudCctv.Gallery.Quarantine;
using CloudCctv.Gallery.Share;
using CloudCctv.Gallery.Status;
using CloudCctv.Gallery.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery;

public static class GalleryEndpoints
{
    /// <summary>
    /// Maps every page, picture and API. All need sign-in unless they say otherwise; <see cref="GalleryPipeline"/> puts the
    /// middleware in front that this relies on.
    /// </summary>
    public static void MapCloudCctvGallery(this IEndpointRouteBuilder endpoints)
    {
        var all = endpoints.MapGroup("");
        all.RequireAuthorization();
        all.MapAssets();
        all.MapSignIn();
        all.MapHealth();
        all.MapDays();
        all.MapEvents();
        all.MapEventForms();
        all.MapClips();
        all.MapShares();
        all.MapLive();
        all.MapMedia();
        all.MapQuarantine();
        all.MapStatus();
        all.MapSnooze();
        all.MapAlerts();
        all.MapCameras();
        all.MapCounts();
        all.MapRules();
        all.MapOffline();
        all.MapUsers();
        all.MapAccount();
        all.MapPasskeys();
        all.MapFaces();
        all.MapStorage();
        all.MapDevices();
        all.MapRemoteSettings();
        all.MapDeviceDoor();
        all.MapFallback("{*path}", NotFoundPage).ForViewers();
    }

    /// <summary>The page for what is not there, whether it never was or has been deleted.</summary>
    internal static RazorComponentResult NotFoundPage() => new RazorComponentResult<MessagePage>(new
    {
        Title = "Not here",
        Text = "There is nothing under this address. It may have been deleted, or its time to be kept is over.",
    })
    {
        StatusCode = StatusCodes.Status404NotFound,
    };
}
