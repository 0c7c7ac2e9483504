using System.ComponentModel.DataAnnotations;

namespace CloudCctv.SelfHost.Settings;

/// <summary>What the server itself needs to know; the sections of <see cref="Analysis.AnalysisOptions"/> stand beside these keys.</summary>
public sealed record ServerOptions
{
    /// <summary>Folder of this server: access key, <c>server.json</c>, and the store if no other is named.</summary>
    public string? Data { get; init; }

    /// <summary>Where it listens. Port 0 takes a free one. Default: this machine only.</summary>
    [CustomValidation(typeof(ServerOptions), nameof(CheckUrl))]
    public string Url { get; init; } = "http://127.0.0.1:8080";

    /// <summary>A folder, or <c>https://ACCOUNT.blob.core.windows.net</c>; see <see cref="Storage.StoreAddress"/>.</summary>
    public string? Store { get; init; }

    /// <summary>Time zone of pages and alerts, an IANA name. Default: the machine's.</summary>
    [CustomValidation(typeof(ServerOptions), nameof(CheckTimeZone))]
    public string? TimeZone { get; init; }

    /// <summary>True behind a reverse proxy that sets <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>.</summary>
    public bool BehindFrontEnd { get; init; }

    /// <summary>
    /// Folder for a copy of each sighting's picture as <c>1.jpg</c>, <c>2.jpg</c> and so on; null for none. Retention, erasing and
    /// deleting do not reach the copies.
    /// </summary>
    public string? NumberedFolder { get; init; }

    /// <summary>Room for these copies; the lowest numbers make room.</summary>
    [Range(1, 10_000_000, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int NumberedMegabytes { get; init; } = 1000;

    public static ValidationResult? CheckUrl(string url, ValidationContext context) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme == Uri.UriSchemeHttp && parsed.PathAndQuery == "/" && !parsed.IsDefaultPort
            ? ValidationResult.Success
            : new ValidationResult("must be http://ADDRESS:PORT, such as http://127.0.0.1:8080 or http://0.0.0.0:8080; https is a reverse proxy's.");

    public static ValidationResult? CheckTimeZone(string? name, ValidationContext context) =>
        name is null || TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)
            ? ValidationResult.Success
            : new ValidationResult("must be a time zone of this system, such as Europe/Vienna or UTC.");
}
