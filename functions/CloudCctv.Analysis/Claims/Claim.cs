using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Claims;

/// <summary>Our lease on one batch. It ends by being completed, failed or given back, or by itself. One user at a time.</summary>
public sealed class Claim
{
    private readonly ClaimStore claims;
    private ClaimRecord record;

    internal Claim(ClaimStore claims, BatchName batch, ClaimRecord record) => (this.claims, Batch, this.record) = (claims, batch, record);

    public BatchName Batch { get; }

    /// <summary>1 the first time that anybody works on the batch.</summary>
    public int Attempt => record.Attempts;

    /// <summary>How the attempt before this one ended; null if there was none or it ended without a word.</summary>
    public string? LastError => record.LastError;

    /// <summary>Says that we are still at it. Free, unless half of the lease is over.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (claims.IsHalfOver(record))
        {
            record = await claims.UpdateAsync(Batch, record with { ExpiresAt = claims.Expiry() }, cancellationToken);
        }
    }

    /// <summary>The batch is done; nobody needs to remember it.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken) => claims.DeleteAsync(Batch, cancellationToken);

    /// <summary>The attempt counts; anybody may try again at once.</summary>
    public Task FailAsync(string error, CancellationToken cancellationToken) =>
        claims.UpdateAsync(Batch, record with { ExpiresAt = claims.Now(), LastError = error }, cancellationToken);

    /// <summary>The batch is not at fault: the attempt does not count, and anybody may try again at once.</summary>
    public Task GiveBackAsync(CancellationToken cancellationToken) =>
        claims.UpdateAsync(Batch, record with { ExpiresAt = claims.Now(), Attempts = record.Attempts - 1 }, cancellationToken);
}
