namespace CloudCctv.Storage.Objects;

/// <summary>
/// Named byte sequences, kept for years. Every implementation passes the same contract tests.
/// Thread-safe. What cannot be reached throws <see cref="StoreUnreachableException"/>; what the store refuses for
/// good throws <see cref="StoreRejectedException"/>; nothing else is thrown for faults of link or service.
/// </summary>
public interface IObjectStore
{
    /// <summary>
    /// Creates an object, never overwrites. The answer is given only when the store holds all bytes durably and has
    /// confirmed their count and hash.
    /// </summary>
    /// <param name="name">Where to put it.</param>
    /// <param name="content">The bytes, from the current position to the end; must be seekable, so that a retry can rewind.</param>
    /// <param name="cancellationToken">Abandons the put; a part of it is never visible to readers.</param>
    /// <returns><see cref="PutOutcome.AlreadyThere"/> if an object with equal content has this name, <see cref="PutOutcome.Conflict"/> if its content differs.</returns>
    Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken);

    /// <summary>Writes an object, replacing what was there. Readers see the old bytes or the new ones, never a mix.</summary>
    Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Replaces an object only if it is still the version that <paramref name="ifMatch"/> names.</summary>
    /// <returns>False if it has changed or gone since.</returns>
    Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken);

    /// <summary>
    /// Opens an object for reading, or answers null if there is none. The caller disposes the result. In stores that the cloud
    /// side reads from (folders, blobs) its content can seek, without being held in memory.
    /// </summary>
    Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken);

    /// <summary>Length, ETag and time of the last write, or null if there is no such object.</summary>
    Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken);

    /// <summary>Names under a prefix in ordinal order, read page by page as the caller goes on.</summary>
    /// <param name="prefix">Empty for all; else the start of a name, which need not end at a slash.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>
    /// The next level under a prefix, as a person would browse: names of folders, without the prefix and the slash, in
    /// ordinal order.
    /// </summary>
    /// <param name="prefix">Empty, or ends in a slash.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken);

    /// <returns>True if it was there. Deleting what is gone is not an error.</returns>
    Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken);

    /// <summary>Deletes an object only if it is still the version that <paramref name="ifMatch"/> names.</summary>
    /// <returns>False if it has changed or gone since.</returns>
    Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken);
}
