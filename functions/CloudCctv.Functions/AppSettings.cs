using CloudCctv.Gallery;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Access.EasyAuth;
using CloudCctv.Storage;
using Microsoft.Extensions.Configuration;

namespace CloudCctv.Functions;

/// <summary>The app's settings, under the names that they have on every host.</summary>
internal static class AppSettings
{
    private const string Section = "CLOUDCCTV";

    /// <summary>The sections of <see cref="Analysis.AnalysisOptions"/>, such as <c>CLOUDCCTV__Alerts__TimeZone</c>.</summary>
    public static IConfiguration Analysis(IConfiguration settings) => settings.GetSection(Section);

    /// <exception cref="ArgumentException">The setting is missing or is no store of a server's.</exception>
    public static StoreOptions Store(IConfiguration settings) =>
        StoreAddress.Find(option: null, StoreAddress.Variable, name => settings[name]) is { DropboxFolder: null } store
            ? store
            : throw new ArgumentException($"The app setting {StoreAddress.Variable} is missing or names Dropbox: name the storage account, https://ACCOUNT.blob.core.windows.net.");

    /// <exception cref="ArgumentException">There is no access key that could keep anybody out.</exception>
    public static GalleryOptions Gallery(IConfiguration settings) => new()
    {
        AccessKey = AccessKey.Parse(settings[AccessKey.Variable], AccessKey.Variable),
        Zone = TimeZoneInfo.FindSystemTimeZoneById(settings[$"{Section}:Alerts:TimeZone"] ?? "UTC"),
        BehindFrontEnd = true,
        // A request that stays open is paid for by the second, and the host in front may hold back what is sent bit by bit.
        Streams = false,
        EasyAuth = EasyAuthOptions.Read(settings.GetSection($"{Section}:Gallery:EasyAuth"), settings[EasyAuthOptions.PlatformVariable]),
    };
}
