namespace CloudCctv.Gallery.Access;

/// <summary>Where to go after sign-in, as a query told it: only to a page of this gallery.</summary>
internal static class LocalUrl
{
    /// <returns>The address itself if it stays here, else the start page.</returns>
    public static string Or(string? url) => IsLocal(url) ? url! : "/";

    // "//host" and "/\host" leave for another host; browsers drop tabs and line ends before they look.
    private static bool IsLocal(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..]
        && !url.Any(char.IsControl)
        && !url.StartsWith(SignInEndpoints.Path, StringComparison.OrdinalIgnoreCase);
}
