using CloudCctv.Contracts.Batches;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Uploader.Clips.Sending;

/// <summary>The place in the store where people's wishes for clips of this device stand. What is there is read once for each version.</summary>
internal sealed class ClipWishShelf(IObjectStore store, string site, string device)
{
    private ETag? read;

    public ObjectName Name { get; } = new(StoreLayout.ClipWishesFor(site, device));

    /// <summary>As they were at the last look.</summary>
    public ClipWishes Wishes { get; private set; } = ClipWishes.None;

    /// <summary>Looks whether they have changed.</summary>
    /// <exception cref="CloudCctv.Storage.StoreException">As for any call to a store; what was known stays.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = await store.GetPropertiesAsync(Name, cancellationToken);
        if (now is null)
        {
            (Wishes, read) = (ClipWishes.None, null);
        }
        else if (now.ETag != read)
        {
            await using var stored = await store.OpenReadAsync(Name, cancellationToken);
            Wishes = stored is null ? ClipWishes.None : await ReadAsync(stored.Content, cancellationToken);
            read = stored?.Properties.ETag;
        }
    }

    // What is longer was written by somebody else, and holds no wishes.
    private static async Task<ClipWishes> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        var bytes = new byte[ClipWishes.MaxBytes + 1];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= ClipWishes.MaxBytes ? ClipWishes.Read(bytes.AsSpan(0, length)) : ClipWishes.None;
    }
}
