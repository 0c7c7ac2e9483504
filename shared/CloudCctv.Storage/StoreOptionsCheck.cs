using System.Text.RegularExpressions;

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

    private static IEnumerable<string> Faults(StoreOptions options)
    {
        string?[] kinds =
        [
            options.Folder is null ? null : nameof(options.Folder),
            options.ConnectionString is null ? null : nameof(options.ConnectionString),
            options.AccountUrl is null ? null : nameof(options.AccountUrl),
            options.ContainerSasUrl is null && options.QueueSasUrl is null ? null : $"{nameof(options.ContainerSasUrl)}/{nameof(options.QueueSasUrl)}",
        ];
        var given = kinds.OfType<string>().ToArray();
        if (given.Length != 1)
        {
            yield return $"Store: set exactly one of Folder, ConnectionString, AccountUrl, or ContainerSasUrl with QueueSasUrl; {(given.Length == 0 ? "none is" : string.Join(", ", given) + " are")} set.";
        }

        foreach (var fault in NameFaults(options).Concat(AccountFaults(options.AccountUrl)).Concat(SasFaults(options)))
        {
            yield return fault;
        }

        if (options.Folder is { } folder && string.IsNullOrWhiteSpace(folder))
        {
            yield return "Store: Folder is blank; give the path of a folder on a local disk.";
        }
    }

    private static IEnumerable<string> NameFaults(StoreOptions options)
    {
        (string Key, string Value)[] names = [(nameof(options.Container), options.Container), (nameof(options.Queue), options.Queue)];
        return names
            .Where(name => !ResourceName().IsMatch(name.Value))
            .Select(name => $"Store: {name.Key} is '{name.Value}'; it must be 3 to 63 of a-z 0-9 and single dashes, starting and ending with a letter or digit.");
    }

    private static IEnumerable<string> AccountFaults(Uri? url)
    {
        // Tokens go over TLS only; a query would be a SAS, which must not be shown.
        if (url is not null && (!url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttps || !url.Host.Contains(".blob.", StringComparison.OrdinalIgnoreCase) || url.AbsolutePath != "/"))
        {
            yield return $"Store: AccountUrl is '{Shown(url)}'; expected the blob endpoint of an account, https://NAME.blob.core.windows.net.";
        }
        else if (url is { Query.Length: > 0 })
        {
            yield return $"Store: AccountUrl '{Shown(url)}' has a query (not shown); a shared access signature goes into ContainerSasUrl and QueueSasUrl.";
        }
    }

    private static IEnumerable<string> SasFaults(StoreOptions options)
    {
        (string Key, Uri? Url)[] urls = [(nameof(options.ContainerSasUrl), options.ContainerSasUrl), (nameof(options.QueueSasUrl), options.QueueSasUrl)];
        if (urls.All(url => url.Url is null))
        {
            yield break;
        }

        foreach (var (key, url) in urls)
        {
            if (url is null)
            {
                yield return $"Store: {key} is not set; ContainerSasUrl and QueueSasUrl go together.";
            }
            else if (!url.IsAbsoluteUri || !(url.Scheme == Uri.UriSchemeHttps || url.IsLoopback) || url.AbsolutePath == "/" || !url.Query.Contains("sig=", StringComparison.Ordinal))
            {
                yield return $"Store: {key} is '{Shown(url)}' (signature not shown); expected https://NAME.blob.core.windows.net/CONTAINER?sv=...&sig=..., for a queue with .queue. in place of .blob.";
            }
        }
    }

    private static string Shown(Uri url) => url.IsAbsoluteUri ? url.GetLeftPart(UriPartial.Path) : "(not an absolute URL)";

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,62}$", RegexOptions.CultureInvariant)]
    private static partial Regex ResourceName();
}
