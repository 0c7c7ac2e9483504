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

    private readonly HttpClient client;
    private readonly ResiliencePipeline<HttpResponseMessage> pipeline;
    private readonly TimeProvider time;

    public AlertHttp(TimeProvider time)
    {
        this.time = time;
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
        {
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
    public async Task<AlertOutcome> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await pipeline.ExecuteAsync(
                async token =>
                {
                    using var attempt = request();
                    return await client.SendAsync(attempt, HttpCompletionOption.ResponseHeadersRead, token);
                },
                cancellationToken);
            return Judge(response);
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

    public void Dispose() => client.Dispose();

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
        { Result: { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError } response } =>
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
