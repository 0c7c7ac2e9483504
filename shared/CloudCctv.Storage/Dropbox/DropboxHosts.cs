namespace CloudCctv.Storage.Dropbox;

/// <summary>The hosts that the HTTP API is spread over.</summary>
internal sealed record DropboxHosts(Uri Api, Uri Content, Uri Notify)
{
    /// <summary>Names one other host for all of them, such as a recording proxy: https, or http on this machine.</summary>
    public const string Variable = "CLOUDCCTV_DROPBOX_API";

    /// <summary>Dropbox itself.</summary>
    public static DropboxHosts Public { get; } = new(new("https://api.dropboxapi.com/"), new("https://content.dropboxapi.com/"), new("https://notify.dropboxapi.com/"));

    public static DropboxHosts At(Uri? other) => other is null ? Public : new(other, other, other);

    /// <exception cref="ArgumentException">The variable is no address that a token may be sent to.</exception>
    public static Uri? Find(Func<string, string?> environment)
    {
        if (environment(Variable) is not { Length: > 0 } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) && url.PathAndQuery == "/"
            ? url
            : throw new ArgumentException($"{Variable} is '{text}'; it must be https://HOST, or http:// on this machine.");
    }
}
