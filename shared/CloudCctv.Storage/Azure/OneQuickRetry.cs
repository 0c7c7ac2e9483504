using Azure.Core;
using Azure.Core.Pipeline;

namespace CloudCctv.Storage.Azure;

/// <summary>
/// Bridges a dropped connection, no more: callers have a back-off of their own, with the whole picture. Answers are never
/// retried here, because the SDK would wait inside the call for as long as the answer's Retry-After says.
/// </summary>
internal sealed class OneQuickRetry() : RetryPolicy(maxRetries: 1, DelayStrategy.CreateFixedDelayStrategy(Pause))
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        exception is not null && !IsBlock(message) && base.ShouldRetry(message, exception);

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        exception is not null && !IsBlock(message) && await base.ShouldRetryAsync(message, exception);

    // Blocks are sent again by BlockUpload, in smaller ones.
    private static bool IsBlock(HttpMessage message) => message.Request.Uri.Query.Contains("comp=block&", StringComparison.Ordinal);
}
