namespace CloudCctv.Storage;

/// <summary>A store or queue could not do what was asked. The two kinds tell the caller what to do next.</summary>
public abstract class StoreException(string message, Exception? inner) : Exception(message, inner);

/// <summary>The link or the service failed: keep what you have, back off, try again.</summary>
public sealed class StoreUnreachableException(string message, Exception? inner = null) : StoreException(message, inner)
{
    /// <summary>How long the service asks to be left alone, if it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True if the credential, or the user of a folder, is not allowed to do this: waiting alone will not help.</summary>
    public bool AccessDenied { get; init; }

    /// <summary>True if the container or the queue is not there: <see cref="Store.EnsureCreatedAsync"/> may make it.</summary>
    public bool StoreMissing { get; init; }
}

/// <summary>The service understood and refuses: the same request will be refused again until somebody changes something.</summary>
public sealed class StoreRejectedException(string message, Exception? inner = null) : StoreException(message, inner);
