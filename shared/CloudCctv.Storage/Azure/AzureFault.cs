using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml;
using Azure;
using Azure.Identity;

namespace CloudCctv.Storage.Azure;

/// <summary>
/// What goes wrong on the way to Azure Storage, as the caller of a store sees it.
/// <para>
/// Rejected is only what the service itself finds wrong with this very request: a 400 or 413 that carries an error code of
/// content. All else is unreachable, so that the caller keeps its data and backs off: no connection, time-outs, 408, 429
/// and 5xx; damage on the way (Md5Mismatch); a container that is missing; and 401 and 403, because no batch is at fault
/// for a wrong key or an expired signature, and setting aside a whole spool for it would lose what it is there to keep.
/// </para>
/// Messages carry status, error code and request id, never the service's text: for 403 that can quote the signature.
/// </summary>
internal static class AzureFault
{
    /// <summary>Codes of status 400 that come from the client's set-up, or from damage on the way.</summary>
    private static readonly HashSet<string> BlamelessCodes =
    [
        "Md5Mismatch", "Crc64Mismatch", "InvalidMd5", "InvalidAuthenticationInfo", "InvalidBlockList", "InvalidHeaderValue",
        "MissingRequiredHeader", "UnsupportedHeader", "UnsupportedHttpVerb", "IncompleteBody",
    ];

    public static async Task<T> GuardAsync<T>(string action, Func<Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request();
        }
        catch (Exception e) when (Of(e, action, cancellationToken) is { } fault)
        {
            throw fault;
        }
    }

    public static async IAsyncEnumerable<T> GuardAsync<T>(
        string action, IAsyncEnumerable<T> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var items = pages.GetAsyncEnumerator(cancellationToken);
        while (await GuardAsync(action, () => items.MoveNextAsync().AsTask(), cancellationToken))
        {
            yield return items.Current;
        }
    }

    /// <summary>Null for exceptions that are not the service's, the caller's own cancellation among them.</summary>
    public static StoreException? Of(Exception exception, string action, CancellationToken cancellationToken) => exception switch
    {
        _ when cancellationToken.IsCancellationRequested => null,
        // Retries have been used up: the last one says what is wrong now.
        AggregateException { InnerExceptions: [.., var last] } => Of(last, action, cancellationToken),
        RequestFailedException { Status: > 0 } answer => OfAnswer(answer, action),
        RequestFailedException or IOException or HttpRequestException =>
            new StoreUnreachableException($"Could not {action}: no connection ({exception.Message})", exception),
        OperationCanceledException => new StoreUnreachableException($"Could not {action}: timed out.", exception),
        XmlException => new StoreUnreachableException($"Could not {action}: the answer is not the service's ({exception.Message})", exception),
        AuthenticationFailedException =>
            new StoreUnreachableException($"Could not {action}: signing in failed ({exception.GetType().Name}).", exception),
        _ => null,
    };

    /// <summary>Whether the connection was lost on the way, or went silent: the same in smaller pieces may get through.</summary>
    public static bool IsCut(Exception exception, CancellationToken cancellationToken) => !cancellationToken.IsCancellationRequested && exception switch
    {
        AggregateException { InnerExceptions: [.., var last] } => IsCut(last, cancellationToken),
        RequestFailedException answer => answer.Status == 0,
        _ => exception is IOException or HttpRequestException or OperationCanceledException,
    };

    private static StoreException OfAnswer(RequestFailedException answer, string action)
    {
        var response = answer.GetRawResponse();
        var code = CodeOf(answer, response);
        var message = $"Could not {action}: the service answered {answer.Status} {code ?? "without an error code"}"
            + $" (request {response?.ClientRequestId ?? "unknown"}).";
        return answer.Status is 400 or 413 && code is not null && !BlamelessCodes.Contains(code)
            ? new StoreRejectedException(message)
            : new StoreUnreachableException(message)
            {
                RetryAfter = RetryAfter(response),
                AccessDenied = answer.Status is 401 or 403,
                StoreMissing = code is "ContainerNotFound" or "QueueNotFound",
            };
    }

    /// <summary>The SDK takes it from the body, which a HEAD or a proxy on the way may lack.</summary>
    private static string? CodeOf(RequestFailedException answer, Response? response) =>
        answer.ErrorCode ?? (response is not null && response.Headers.TryGetValue("x-ms-error-code", out var code) ? code : null);

    /// <summary>Seconds, as the service says it, or a date, as others on the way may (RFC 9110, section 10.2.3); that is read by their own clock.</summary>
    private static TimeSpan? RetryAfter(Response? response)
    {
        if (response is null || !response.Headers.TryGetValue("Retry-After", out var text))
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && response.Headers.Date is { } now && at > now
            ? at - now
            : null;
    }
}
