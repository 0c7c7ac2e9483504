namespace CloudCctv.Storage;

/// <summary>The text is no store. The message is one line that says what would be.</summary>
public sealed class StoreAddressException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// One text that names a store, for command lines and settings files: a folder or the URL of a storage account. What holds a
/// secret (a connection string, a shared access signature) is taken from the environment only, because command lines are
/// visible to every user of a machine and settings files get copied.
/// </summary>
public static class StoreAddress
{
    /// <summary>A folder, an account URL, a connection string, or the SAS URL of a container.</summary>
    public const string Variable = "CLOUDCCTV_STORE";

    /// <summary>The SAS URL of the queue, where <see cref="Variable"/> holds that of a container.</summary>
    public const string QueueVariable = "CLOUDCCTV_QUEUE_SAS";

    /// <summary>Opens a store; contacts nothing yet.</summary>
    /// <param name="given">From a command line or a settings file; null or empty to ask the environment.</param>
    /// <param name="clock">Times of folder stores.</param>
    /// <exception cref="StoreAddressException">Neither names a store, or the given text holds a secret.</exception>
    public static Store Open(string? given, TimeProvider clock)
    {
        try
        {
            return StoreFactory.Create(Parse(given, Environment.GetEnvironmentVariable), clock);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new StoreAddressException(exception.Message, exception);
        }
    }

    /// <inheritdoc cref="Open"/>
    /// <param name="given">As above.</param>
    /// <param name="environment">Looks up a variable.</param>
    public static StoreOptions Parse(string? given, Func<string, string?> environment)
    {
        if (!string.IsNullOrEmpty(given))
        {
            return HoldsSecret(given)
                ? throw new StoreAddressException($"The store given holds a secret, which does not belong on a command line or in a file: put it into the environment variable {Variable}.")
                : Options(given, queue: null);
        }

        return environment(Variable) is { Length: > 0 } text
            ? Options(text, environment(QueueVariable))
            : throw new StoreAddressException($"No store: give --store FOLDER or --store https://ACCOUNT.blob.core.windows.net, or set the environment variable {Variable}.");
    }

    private static StoreOptions Options(string text, string? queue) =>
        text.Contains("AccountName=", StringComparison.OrdinalIgnoreCase) || text.Contains("UseDevelopmentStorage=", StringComparison.OrdinalIgnoreCase)
            ? new StoreOptions { ConnectionString = text }
        : !text.Contains("://", StringComparison.Ordinal) ? new StoreOptions { Folder = text }
        : !Uri.TryCreate(text, UriKind.Absolute, out var url) ? throw new StoreAddressException($"The store's URL cannot be read; expected https://ACCOUNT.blob.core.windows.net.")
        : !HoldsSecret(text) ? new StoreOptions { AccountUrl = url }
        : Uri.TryCreate(queue, UriKind.Absolute, out var queueUrl) ? new StoreOptions { ContainerSasUrl = url, QueueSasUrl = queueUrl }
        : throw new StoreAddressException($"{Variable} holds the SAS URL of a container; {QueueVariable} must hold that of the queue.");

    private static bool HoldsSecret(string text) =>
        text.Contains("AccountKey=", StringComparison.OrdinalIgnoreCase)
        || text.Contains("SharedAccessSignature=", StringComparison.OrdinalIgnoreCase)
        || text.Contains("sig=", StringComparison.OrdinalIgnoreCase);
}
