using System.Net;
using System.Text.Json;

namespace CloudCctv.Storage.Dropbox;

/// <summary>
/// What goes wrong on the way to Dropbox, as the caller of a store sees it.
/// <para>
/// Rejected is only what the service finds wrong with this very file: a name that it does not allow, a size beyond its
/// limits, a folder of that name. All else is unreachable, so that the caller keeps its data and backs off: no connection, 429
/// and 5xx, a full Dropbox, damage on the way, and a sign-in that has ended, for which no batch is at fault.
/// </para>
/// </summary>
internal static class DropboxFault
{
    private static readonly string[] OfTheFile = ["malformed_path", "disallowed_name", "payload_too_large", "too_large", "file_ancestor"];

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

    /// <summary>Null for exceptions that are not the service's, the caller's own cancellation among them.</summary>
    public static StoreException? Of(Exception exception, string action, CancellationToken cancellationToken) => exception switch
    {
        _ when cancellationToken.IsCancellationRequested => null,
        DropboxAnswerException answer => OfAnswer(answer, action),
        IOException or HttpRequestException => new StoreUnreachableException($"Could not {action}: no connection ({exception.Message})", exception),
        OperationCanceledException => new StoreUnreachableException($"Could not {action}: timed out.", exception),
        JsonException => new StoreUnreachableException($"Could not {action}: the answer is not the service's ({exception.Message})", exception),
        _ => null,
    };

    /// <summary>Whether the connection was lost on the way, or went silent: the same in smaller pieces may get through.</summary>
    public static bool IsCut(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && exception is IOException or HttpRequestException or OperationCanceledException;

    private static StoreException OfAnswer(DropboxAnswerException answer, string action)
    {
        var isOfTheFile = answer.Status == HttpStatusCode.Conflict && (answer.Tags.Any(tag => OfTheFile.Contains(tag)) || answer.Tags is [_, "conflict", "folder", ..]);
        return isOfTheFile
            ? new StoreRejectedException($"Could not {action}: {answer.Message}.")
            : new StoreUnreachableException($"Could not {action}: {answer.Message}{Advice(answer)}.")
            {
                RetryAfter = answer.RetryAfter,
                AccessDenied = answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || answer.Has("invalid_grant") || answer.Has("no_write_permission"),
            };
    }

    private static string Advice(DropboxAnswerException answer) =>
        answer.Has("invalid_grant") || answer.Has("invalid_access_token") ? "; sign in again with 'dropbox login'"
        : answer.Has("missing_scope") ? "; give the app the permissions files.content.write, files.content.read and files.metadata.read, then sign in again with 'dropbox login'"
        : answer.Has("insufficient_space") ? "; the Dropbox is full"
        : "";
}
