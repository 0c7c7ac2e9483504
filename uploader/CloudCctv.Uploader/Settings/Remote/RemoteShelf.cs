using System.Text;
using CloudCctv.Contracts.Batches;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Uploader.Settings.Remote;

/// <summary>The place in the store where the owner leaves settings for this device.</summary>
internal sealed class RemoteShelf(IObjectStore store, string site, string device)
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxSignatureBytes = 1024;

    public ObjectName Name { get; } = new(StoreLayout.SettingsOf(site, device));

    private ObjectName SignatureName { get; } = new(StoreLayout.SignatureOf(site, device));

    /// <summary>Names what is there now, without reading it; null if nothing is.</summary>
    /// <exception cref="CloudCctv.Storage.StoreException">As for any call to a store.</exception>
    public async Task<string?> TagAsync(CancellationToken cancellationToken)
    {
        var content = await store.GetPropertiesAsync(Name, cancellationToken);
        return content is null ? null : $"{content.ETag}|{(await store.GetPropertiesAsync(SignatureName, cancellationToken))?.ETag}";
    }

    /// <returns>Null if it has gone.</returns>
    /// <exception cref="SettingsException">It is too long.</exception>
    /// <exception cref="CloudCctv.Storage.StoreException">As for any call to a store.</exception>
    public async Task<RemoteContent?> ReadAsync(string tag, CancellationToken cancellationToken) =>
        await ReadAsync(Name, MaxBytes, cancellationToken) is { } text
            ? new RemoteContent(tag, text, await ReadAsync(SignatureName, MaxSignatureBytes, cancellationToken))
            : null;

    private async Task<string?> ReadAsync(ObjectName name, int most, CancellationToken cancellationToken)
    {
        await using var stored = await store.OpenReadAsync(name, cancellationToken);
        if (stored is null)
        {
            return null;
        }

        var bytes = new byte[most + 1];
        var length = await stored.Content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= most
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new SettingsException($"{name} has more than {most} bytes.");
    }
}
