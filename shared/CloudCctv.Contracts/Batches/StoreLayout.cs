using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Batches;

/// <summary>Where a device puts batches and its heartbeat in the store, and where it looks for settings. What the cloud side makes of them has its own folders, unknown here.</summary>
public static class StoreLayout
{
    public const string BatchPrefix = "batches/";

    public const string HealthPrefix = "health/";

    public const string SettingsPrefix = "settings/";

    public const string ClipWishPrefix = "clips-wanted/";

    public static string ObjectFor(BatchName batch) => BatchPrefix + batch;

    /// <returns>Null if the object is no batch.</returns>
    public static BatchName? BatchAt(string objectName) =>
        objectName.StartsWith(BatchPrefix, StringComparison.Ordinal) && BatchName.TryParse(objectName[BatchPrefix.Length..], out var batch)
            ? batch
            : null;

    /// <summary>The newest heartbeat of a device; both names are slugs.</summary>
    public static string HealthOf(string site, string device) => $"{HealthPrefix}{site}/{device}.json";

    /// <summary>What the owner changes of a device's settings from afar.</summary>
    public static string SettingsOf(string site, string device) => $"{SettingsPrefix}{site}/{device}.json";

    /// <summary>The owner's signature of that, base64.</summary>
    public static string SignatureOf(string site, string device) => SettingsOf(site, device) + ".sig";

    /// <summary>Which clips people would like to have from a device: <see cref="ClipWishes"/> as JSON.</summary>
    public static string ClipWishesFor(string site, string device) => $"{ClipWishPrefix}{site}/{device}.json";
}
