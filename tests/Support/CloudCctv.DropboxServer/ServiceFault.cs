namespace CloudCctv.DropboxServer;

/// <summary>What the service, or the link to it, does to the next call of a route.</summary>
public enum ServiceFault
{
    /// <summary>429 with Retry-After.</summary>
    TooManyRequests,

    /// <summary>The same, because of writes at the same time.</summary>
    TooManyWriteOperations,

    /// <summary>500 with a page of HTML.</summary>
    ServerError,

    /// <summary>409: no room.</summary>
    InsufficientSpace,

    /// <summary>The connection breaks before anything is done.</summary>
    CutBefore,

    /// <summary>All is done, and the answer is lost.</summary>
    CutAfter,

    /// <summary>A byte is damaged on the way up.</summary>
    DamageUp,

    /// <summary>A byte of a download is damaged on the way down.</summary>
    DamageDown,

    /// <summary>401: the app lacks a permission.</summary>
    MissingScope,

    /// <summary>A sign-in page of the network instead of an answer.</summary>
    CaptivePortal,
}
