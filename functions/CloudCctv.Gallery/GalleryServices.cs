using CloudCctv.Analysis.Devices;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Detection.Faces;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Access.EasyAuth;
using CloudCctv.Gallery.Access.Keys;
using CloudCctv.Gallery.Access.Passkeys;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Alerts;
using CloudCctv.Gallery.Cameras;
using CloudCctv.Gallery.Cameras.Rules;
using CloudCctv.Gallery.Clips;
using CloudCctv.Gallery.Counts;
using CloudCctv.Gallery.Days;
using CloudCctv.Gallery.Devices.Remote;
using CloudCctv.Gallery.Events;
using CloudCctv.Gallery.Faces;
using CloudCctv.Gallery.Health;
using CloudCctv.Gallery.Layout;
using CloudCctv.Gallery.Live;
using CloudCctv.Gallery.Share;
using CloudCctv.Storage.Objects;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CloudCctv.Gallery;

public static class GalleryServices
{
    /// <summary>
    /// Adds the gallery; <see cref="GalleryPipeline"/> then serves it. Needs what <c>AddCloudCctvAnalysis</c> adds.
    /// </summary>
    public static IServiceCollection AddCloudCctvGallery(this IServiceCollection services, GalleryOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.AccessKey);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GalleryPipeline>();
        services.AddSingleton<GalleryClock>();
        services.AddSingleton<EventSummaries>();
        services.AddSingleton<DayTallies>();
        services.AddSingleton<DayBook>();
        services.AddSingleton<DayReader>();
        services.AddSingleton<EventMarksReader>();
        services.AddSingleton<CountReader>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<ShareLinks>();
        services.AddSingleton<ClipReader>();
        services.AddSingleton<EventReader>();
        services.AddSingleton<KnownCameras>();
        services.AddSingleton<LastPictures>();
        services.AddSingleton<CameraBoard>();
        services.AddSingleton<RuleBoard>();
        services.AddSingleton<RemoteShelf>();
        services.AddSingleton<AlertBoard>();
        services.AddSingleton<StoreProbe>();
        services.AddSingleton<Metrics>();
        services.AddSingleton(new ChallengeKey(options.AccessKey.Derive("CloudCctv device challenges 1")));
        services.AddSingleton<Challenges>();
        services.AddSingleton<DeviceDoor>();
        AddFaces(services);
        services.AddRouting();
        services.AddRazorComponents();
        AddSignIn(services);
        AddSharedKeys(services);
        return services;
    }

    // Models are opened by who first needs them: where faces are off, nobody.
    private static void AddFaces(IServiceCollection services)
    {
        services.AddSingleton<EventFaces>();
        services.AddSingleton<FaceBoard>();
        services.AddSingleton<FaceUpload>();
        services.AddSingleton(provider => new Lazy<FaceReader>(provider.GetRequiredService<FaceReader>));
        services.AddSingleton(provider => new Lazy<FaceEnroller>(provider.GetRequiredService<FaceEnroller>));
        services.AddSingleton(provider => new Lazy<FaceNaming>(provider.GetRequiredService<FaceNaming>));
    }

    private static void AddSignIn(IServiceCollection services)
    {
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<UserStore>();
        services.AddSingleton<UserDoor>();
        services.AddSingleton<PasskeyStore>();
        services.AddSingleton<PasskeyChallenges>();
        services.AddSingleton<PasskeyCeremony>();
        services.AddSingleton<PasskeyDoor>();
        services.AddSingleton<PasskeyEnrolment>();
        services.AddSingleton<IAuthorizationHandler, RightsHandler>();
        services.AddAuthentication(AccessSchemes.Either)
            .AddPolicyScheme(AccessSchemes.Either, displayName: null, either => either.ForwardDefaultSelector = AccessSchemes.For)
            .AddScheme<AuthenticationSchemeOptions, KeyHeaderHandler>(AccessSchemes.KeyHeader, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, EasyAuthHandler>(AccessSchemes.EasyAuth, configureOptions: null)
            .AddCookie(AccessSchemes.Session, SessionCookie.Configure);
        services.AddAuthorization(rules => rules.DefaultPolicy =
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new RightsRequirement()).Build());
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "cctv-forms";
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
    }

    // In the store, so that a restart signs nobody out and every instance understands the others' cookies.
    private static void AddSharedKeys(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("CloudCctv.Gallery");
        services.AddOptions<KeyManagementOptions>().Configure<IObjectStore, AccessKey>((keys, store, accessKey) =>
        {
            keys.XmlRepository = new StoreXmlRepository(store);
            keys.XmlEncryptor = new AccessKeyXmlEncryptor(accessKey);
        });
    }
}
