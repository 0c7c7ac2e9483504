using System.Text.RegularExpressions;
using CloudCctv.Storage.Dropbox;

namespace CloudCctv.Storage;

/// <summary>Says what is wrong with <see cref="StoreOptions"/> in words for who edits them; secrets stay out of the message.</summary>
internal static partial class StoreOptionsCheck
{
    /// <exception cref="ArgumentException">Something is.</exception>
    public static void ThrowIfInvalid(StoreOptions options)
    {
        if (Faults(options).FirstOrDefault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }
    }

    private static IEnumerable<string> Faults(StoreOptions options) =>
    [
        .. KindFaults(options),
        .. NameFaults(nameof(options.Container), options.Container),
        .. NameFaults(nameof(options.Queue), options.Queue),
        .. AccountFaults(options.AccountUrl),
        .. SasFaults(nameof(options.ContainerSasUrl), options.ContainerSasUrl, options.QueueSasUrl),
        .. SasFaults(nameof(options.QueueSasUrl), options.QueueSasUrl, options.ContainerSasUrl),
        .. DropboxFaults(options),
    ];

    private static IEnumerable<string> KindFaults(StoreOptions options)
    {
        (string Name, bool IsSet)[] kinds =
        [
            (nameof(options.Folder), options.Folder is not null),
            (nameof(options.ConnectionString), options.ConnectionString is not null),
            (nameof(options.AccountUrl), options.AccountUrl is not null),
            ("ContainerSasUrl/QueueSasUrl", options.ContainerSasUrl is not null || options.QueueSasUrl is not null),
            (nameof(options.DropboxFolder), options.DropboxFolder is not null),
        ];
        var given = string.Join(", ", kinds.Where(kind => kind.IsSet).Select(kind => kind.Name));
        if (kinds.Count(kind => kind.IsSet) != 1)
        {
            yield return "Store: set exactly one of Folder, ConnectionString, AccountUrl, DropboxFolder, or ContainerSasUrl with QueueSasUrl; "
                + (given.Length == 0 ? "none is set." : $"{given} are set.");
        }

        if (options.Folder is not null && string.IsNullOrWhiteSpace(options.Folder))
        {
            yield return "Store: Folder is blank; give the path of a folder on a local disk.";
        }
    }

    private static IEnumerable<string> NameFaults(string key, string value)
    {
        if (!ResourceName().IsMatch(value))
        {
            yield return $"Store: {key} is '{value}'; it must be 3 to 63 of a-z 0-9 and single dashes, "
                + "starting and ending with a letter or digit.";
        }
    }

    private static IEnumerable<string> AccountFaults(Uri? url)
    {
        // Tokens go over TLS only.
        if (url is not null && !(IsSecure(url) && url.Host.Contains(".blob.", StringComparison.OrdinalIgnoreCase) && url.AbsolutePath == "/"))
        {
            yield return $"Store: AccountUrl is '{Shown(url)}'; expected the blob endpoint of an account, https://NAME.blob.core.windows.net.";
        }
        else if (url is { Query.Length: > 0 })
        {
            yield return $"Store: AccountUrl '{Shown(url)}' has a query (not shown); "
                + "a shared access signature goes into ContainerSasUrl and QueueSasUrl.";
        }
    }

    private static IEnumerable<string> SasFaults(string key, Uri? url, Uri? other)
    {
        if (url is null && other is not null)
        {
            yield return $"Store: {key} is not set; ContainerSasUrl and QueueSasUrl go together.";
        }
        else if (url is not null && !IsSas(url))
        {
            yield return $"Store: {key} is '{Shown(url)}' (signature not shown); expected "
                + "https://NAME.blob.core.windows.net/CONTAINER?sv=...&sig=..., for a queue with .queue. in place of .blob.";
        }
    }

    private static IEnumerable<string> DropboxFaults(StoreOptions options)
    {
        if (options.DropboxFolder is { } folder && !DropboxFolderName.IsFolder(folder))
        {
            yield return $"Store: DropboxFolder is '{folder}'; it must be empty, or /NAME or /NAME/NAME.";
        }
        else if (options.DropboxFolder is not null && options.DropboxToken is null)
        {
            yield return "Store: DropboxToken is not set; sign in with 'dropbox login'.";
        }
    }

    /// <summary>Plain HTTP is for an emulator on the same machine.</summary>
    private static bool IsSas(Uri url) =>
        url.IsAbsoluteUri
        && (IsSecure(url) || url.IsLoopback)
        && url.AbsolutePath != "/"
        && url.Query.Contains("sig=", StringComparison.Ordinal);

    private static bool IsSecure(Uri url) => url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttps;

    private static string Shown(Uri url) => url.IsAbsoluteUri ? url.GetLeftPart(UriPartial.Path) : "(not an absolute URL)";

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,62}$", RegexOptions.CultureInvariant)]
    private static partial Regex ResourceName();
}
