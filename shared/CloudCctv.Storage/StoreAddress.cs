using CloudCctv.Storage.Dropbox;
using CloudCctv.Storage.Dropbox.SignIn;

namespace CloudCctv.Storage;

/// <summary>
/// Where a store is, as one text: a folder, <c>https://ACCOUNT.blob.core.windows.net</c>, <c>dropbox:/folder</c>, a
/// connection string, or the SAS URLs of container and queue with a space between. The last two are secrets, which only the environment may hold: a command
/// line is there for every user of the machine to see.
/// </summary>
public static class StoreAddress
{
    /// <summary>Names the store where no option does.</summary>
    public const string Variable = "CLOUDCCTV_STORE";

    /// <summary>Names the blob container if it is not the default.</summary>
    public const string ContainerVariable = "CLOUDCCTV_CONTAINER";

    /// <summary>Names the queue if it is not the default.</summary>
    public const string QueueVariable = "CLOUDCCTV_QUEUE";

    /// <summary>Finds the store that an option or, in its absence, the environment names.</summary>
    /// <param name="option">Text of the option; null if it was not given.</param>
    /// <param name="optionName">What the user calls it, for the message: <c>--store</c>.</param>
    /// <param name="environment">Reads a variable, such as <see cref="Environment.GetEnvironmentVariable(string)"/>.</param>
    /// <returns>Null if neither names one.</returns>
    /// <exception cref="ArgumentException">
    /// The text is none of the above, or a secret in an option, or a folder in Dropbox that nobody has signed in for; the message
    /// never shows a secret.
    /// </exception>
    public static StoreOptions? Find(string? option, string optionName, Func<string, string?> environment)
    {
        var options = option is not null ? FromOption(option.Trim(), optionName)
            : environment(Variable) is { Length: > 0 } text ? Parse(text.Trim(), Variable)
            : null;
        return options is null ? null : WithToken(options, environment) with
        {
            Container = environment(ContainerVariable) is { Length: > 0 } container ? container : options.Container,
            Queue = environment(QueueVariable) is { Length: > 0 } queue ? queue : options.Queue,
        };
    }

    private static StoreOptions WithToken(StoreOptions options, Func<string, string?> environment) => options.DropboxFolder is null ? options : options with
    {
        DropboxToken = DropboxTokenFile.Find(environment),
        DropboxApi = DropboxHosts.Find(environment),
    };

    private static StoreOptions FromOption(string text, string optionName) => IsSecret(text)
        ? throw new ArgumentException($"{optionName} holds a secret (not shown), which other users of this machine could see: set it in the environment variable {Variable} and leave {optionName} out.")
        : Parse(text, optionName);

    private static StoreOptions Parse(string text, string source)
    {
        if (text.Length == 0)
        {
            throw Fault(source, "is empty");
        }

        if (DropboxFolderName.IsAddress(text))
        {
            return new StoreOptions { DropboxFolder = DropboxFolderName.Parse(text, source) };
        }

        if (IsConnectionString(text))
        {
            return new StoreOptions { ConnectionString = text };
        }

        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.All(IsUrl))
        {
            return FromUrls([.. parts.Select(part => new Uri(part))], source);
        }

        return text.Contains("://", StringComparison.Ordinal)
            ? throw Fault(source, "is an address of a kind that is not known")
            : new StoreOptions { Folder = text };
    }

    private static StoreOptions FromUrls(Uri[] urls, string source) => urls switch
    {
        [{ Query.Length: 0 } account] => new StoreOptions { AccountUrl = account },
        [{ Query.Length: > 0 } container, { Query.Length: > 0 } queue] => new StoreOptions { ContainerSasUrl = container, QueueSasUrl = queue },
        _ => throw Fault(source, "holds URLs (not shown) that do not fit together"),
    };

    private static bool IsSecret(string text) => IsConnectionString(text) || (text.Contains("://", StringComparison.Ordinal) && text.Contains('?', StringComparison.Ordinal));

    private static bool IsConnectionString(string text) =>
        text.Contains("AccountKey=", StringComparison.OrdinalIgnoreCase)
        || text.Contains("SharedAccessSignature=", StringComparison.OrdinalIgnoreCase)
        || text.Contains("UseDevelopmentStorage=", StringComparison.OrdinalIgnoreCase);

    private static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);

    private static ArgumentException Fault(string source, string what) =>
        new($"{source} {what}; it must be a folder, https://ACCOUNT.blob.core.windows.net or dropbox:/FOLDER, or in {Variable} also a connection string, or the SAS URLs of container and queue with a space between.");
}
