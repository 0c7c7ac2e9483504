using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Gallery.Health;

/// <summary>
/// Tries whether the store still takes and gives bytes. Anybody may ask, so the answer is kept for a while: no number of
/// callers makes more work than one. Thread-safe.
/// </summary>
internal sealed partial class StoreProbe(IObjectStore store, TimeProvider time, ILogger<StoreProbe> logger) : IDisposable
{
    private static readonly ObjectName Mark = new("health/gallery.txt");
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim one = new(1);
    private (DateTimeOffset Until, IReadOnlyList<string> Faults) last;

    /// <returns>What is wrong, for anybody's eyes; empty if nothing is.</returns>
    public async Task<IReadOnlyList<string>> FaultsAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() >= last.Until)
            {
                last = (time.GetUtcNow() + KeptFor, await TryAsync(cancellationToken));
            }

            return last.Faults;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    // Writing finds what reading does not: a full disk, a lost permission.
    private async Task<IReadOnlyList<string>> TryAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await store.PutAsync(Mark, "Written by /healthz to see whether the store takes it."u8.ToArray(), either.Token);
            return await store.GetPropertiesAsync(Mark, either.Token) is null ? ["store: what was written is not there"] : [];
        }
        catch (StoreException exception)
        {
            LogStoreFailed(exception.Message);
            return [exception is StoreUnreachableException ? "store: unreachable" : "store: refuses"];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogStoreFailed($"no answer in {Patience.TotalSeconds} s");
            return ["store: slow"];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Store failed its health check: {Reason}")]
    private partial void LogStoreFailed(string reason);
}
