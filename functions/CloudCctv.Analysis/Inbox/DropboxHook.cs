using System.Security.Cryptography;
using System.Text;
using CloudCctv.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Inbox;

/// <summary>
/// The webhook that Dropbox calls when something has changed (https://www.dropbox.com/developers/reference/webhooks). A call
/// says only that it has: what is taken is what a look finds. Thread-safe.
/// </summary>
public sealed class DropboxHook(DropboxInbox inbox, DropboxOptions options, TimeProvider time, ILogger<DropboxHook> logger)
{
    /// <summary>Where every host answers it.</summary>
    public const string Path = "/hooks/dropbox";

    private const string SignatureHeader = "X-Dropbox-Signature";
    private const int MaxChallenge = 200;
    private const int MaxBodyBytes = 64 << 10;

    /// <summary>Dropbox gives us ten seconds; what is not done by then the next look does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    public async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.StatusCode = options.AppSecret is null || !inbox.IsConfigured ? StatusCodes.Status404NotFound
            : HttpMethods.IsGet(request.Method) ? await ChallengeAsync(request, response)
            : HttpMethods.IsPost(request.Method) ? await NoticeAsync(request, options.AppSecret, context.RequestAborted)
            : StatusCodes.Status405MethodNotAllowed;
    }

    /// <summary>Whether a body was signed by who knows the App secret. Takes the same time whatever is wrong.</summary>
    internal static bool IsGenuine(string appSecret, ReadOnlySpan<byte> body, string? signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isHash = signature?.Length == given.Length * 2 && Convert.FromHexString(signature, given, out _, out _) == System.Buffers.OperationStatus.Done;
        return CryptographicOperations.FixedTimeEquals(given, HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), body)) && isHash;
    }

    /// <summary>Shows that the address is ours: the text comes back as it is, and as text.</summary>
    private static async Task<int> ChallengeAsync(HttpRequest request, HttpResponse response)
    {
        var challenge = request.Query["challenge"].ToString();
        if (challenge.Length is 0 or > MaxChallenge)
        {
            return StatusCodes.Status400BadRequest;
        }

        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        await response.WriteAsync(challenge);
        return StatusCodes.Status200OK;
    }

    private async Task<int> NoticeAsync(HttpRequest request, string appSecret, CancellationToken aborted)
    {
        var body = new byte[MaxBodyBytes + 1];
        var count = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, aborted);
        if (count > MaxBodyBytes)
        {
            logger.HookRefused("its body is too long");
            return StatusCodes.Status413PayloadTooLarge;
        }

        if (!IsGenuine(appSecret, body.AsSpan(0, count), request.Headers[SignatureHeader]))
        {
            logger.HookRefused("its signature is not Dropbox's");
            return StatusCodes.Status403Forbidden;
        }

        await LookAsync(aborted);
        return StatusCodes.Status200OK;
    }

    private async Task LookAsync(CancellationToken aborted)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, aborted);
        try
        {
            await inbox.TakeAsync(either.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            logger.HookCutShort("it took too long");
        }
        catch (StoreException exception)
        {
            logger.HookCutShort(exception.Message);
        }
    }
}
