using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace CloudCctv.Analysis.Alerts.Http;

/// <summary>
/// Sends one request of a channel, with a few quick retries; the outbox does the slow ones. Redirects are not followed: they
/// would carry a secret to an address that nobody configured. Nothing here logs or repeats an address. Thread-safe.
/// </summary>
public sealed class AlertHttp : IDisposable
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    // All attempts and pauses together; AlertOptions.Lease is longer.
    private static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // What services answer is read for a few fields only.
    private const int LongestAnswer = 64 << 10;

    private readonly HttpClient client;
    private readonly ResiliencePipeline<HttpResponseMessage> pipeline;
    private readonly TimeProvider time;

    public AlertHttp(TimeProvider time)
        : this(time, publicOnly: false)
    {
    }

    /// <param name="time">For pauses.</param>
    /// <param name="publicOnly">For addresses that were set through the web: see <see cref="PublicAddresses"/>.</param>
    internal AlertHttp(TimeProvider time, bool publicOnly)
    {
        this.time = time;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) };
        if (publicOnly)
        {
            // A proxy would look names up itself.
            (handler.UseProxy, handler.ConnectCallback) = (false, PublicAddresses.ConnectAsync);
        }

        client = new HttpClient(handler)
        {
            MaxResponseContentBufferSize = LongestAnswer,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { { "User-Agent", "CloudCctv" } },
        };
        pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddTimeout(TotalTimeout)
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromMilliseconds(500),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(IsWorthAnother(attempt.Outcome)),
                DelayGenerator = attempt => ValueTask.FromResult(RetryAfter(attempt.Outcome.Result)),
            })
            .AddTimeout(AttemptTimeout)
            .Build();
    }

    /// <param name="request">Makes the request anew for each attempt.</param>
    /// <param name="cancellationToken">Abandons the send.</param>
    public Task<AlertOutcome> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellationToken) =>
        SendAsync(request, (_, _) => Task.FromResult<AlertOutcome?>(null), HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>The same for a service whose answers say more than their status.</summary>
    /// <param name="request">Makes the request anew for each attempt.</param>
    /// <param name="judge">Reads the last answer; null leaves it to its status.</param>
    /// <param name="cancellationToken">Abandons the send.</param>
    internal Task<AlertOutcome> SendAsync(
        Func<HttpRequestMessage> request, Func<HttpResponseMessage, CancellationToken, Task<AlertOutcome?>> judge, CancellationToken cancellationToken) =>
        SendAsync(request, judge, HttpCompletionOption.ResponseContentRead, cancellationToken);

    public void Dispose() => client.Dispose();

    private async Task<AlertOutcome> SendAsync(
        Func<HttpRequestMessage> request, Func<HttpResponseMessage, CancellationToken, Task<AlertOutcome?>> judge, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await pipeline.ExecuteAsync(
                async token =>
                {
                    using var attempt = request();
                    return await client.SendAsync(attempt, completion, token);
                },
                cancellationToken);
            return await judge(response, cancellationToken) ?? Judge(response);
        }
        catch (HttpRequestException exception)
        {
            return new AlertOutcome(AlertVerdict.TryLater, $"no connection ({exception.HttpRequestError})");
        }
        catch (TimeoutRejectedException)
        {
            return new AlertOutcome(AlertVerdict.TryLater, "no answer in time");
        }
    }

    private AlertOutcome Judge(HttpResponseMessage response)
    {
        var detail = $"HTTP {(int)response.StatusCode}";
        return response switch
        {
            { IsSuccessStatusCode: true } => AlertOutcome.Delivered,
            { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity } => new(AlertVerdict.Refused, detail),
            { StatusCode: >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest } => new(AlertVerdict.TryLater, $"{detail}: redirects are not followed"),
            _ => new(AlertVerdict.TryLater, detail, RetryAfter(response)),
        };
    }

    private bool IsWorthAnother(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        // Who is asked too often says how long to wait, or is left to the outbox.
        { Result: { StatusCode: HttpStatusCode.TooManyRequests } response } => RetryAfter(response) <= LongestPause,
        { Result: { StatusCode: HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError } response } =>
            RetryAfter(response) is not { } pause || pause <= LongestPause,
        _ => false,
    };

    private TimeSpan? RetryAfter(HttpResponseMessage? response)
    {
        var asked = response?.Headers.RetryAfter;
        var pause = asked?.Delta ?? asked?.Date - time.GetUtcNow();
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }
}
