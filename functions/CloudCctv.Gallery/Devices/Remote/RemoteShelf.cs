using System.Text;
using CloudCctv.Contracts.Batches;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Gallery.Devices.Remote;

/// <summary>
/// The settings that devices take from the store, and their signatures: <c>settings/SITE/DEVICE.json</c> and <c>.json.sig</c>.
/// Thread-safe, over processes too.
/// </summary>
internal sealed class RemoteShelf(IObjectStore store)
{
    public async Task<PublishedSettings> ReadAsync(string site, string device, CancellationToken cancellationToken)
    {
        var text = await ReadAsync(SettingsOf(site, device), RemoteText.MaxBytes, cancellationToken);
        var signature = await store.GetPropertiesAsync(SignatureOf(site, device), cancellationToken);
        return new PublishedSettings(text?.Text, text?.ETag, signature?.ETag);
    }

    /// <summary>Puts settings in the place of those that were seen: the signature first, because a device that looks in between goes on with what it has.</summary>
    /// <returns>False if others were published meanwhile. Nothing has changed then.</returns>
    public async Task<bool> TryPublishAsync(string site, string device, RemoteText settings, ETag? text, ETag? signature, CancellationToken cancellationToken)
    {
        // Of two at once one loses here, and has changed nothing that the other has signed.
        if ((await store.GetPropertiesAsync(SettingsOf(site, device), cancellationToken))?.ETag != text
            || !await TryPutAsync(SignatureOf(site, device), settings.Signature + "\n", signature, cancellationToken))
        {
            return false;
        }

        await store.PutAsync(SettingsOf(site, device), Encoding.UTF8.GetBytes(settings.Text), cancellationToken);
        return true;
    }

    /// <summary>Lets the device go back to its own file.</summary>
    /// <returns>False if others were published meanwhile.</returns>
    public async Task<bool> TryRemoveAsync(string site, string device, ETag text, CancellationToken cancellationToken)
    {
        if (!await store.TryDeleteAsync(SettingsOf(site, device), text, cancellationToken))
        {
            return false;
        }

        await store.DeleteAsync(SignatureOf(site, device), cancellationToken);
        return true;
    }

    private async Task<bool> TryPutAsync(ObjectName name, string text, ETag? over, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return over is { } seen
            ? await store.TryReplaceAsync(name, content.ToArray(), seen, cancellationToken)
            : await store.PutNewAsync(name, content, cancellationToken) != PutOutcome.Conflict;
    }

    private async Task<(string Text, ETag ETag)?> ReadAsync(ObjectName name, int most, CancellationToken cancellationToken)
    {
        await using var found = await store.OpenReadAsync(name, cancellationToken);
        if (found is null)
        {
            return null;
        }

        if (found.Properties.Bytes > most)
        {
            return ("", found.Properties.ETag);
        }

        using var reader = new StreamReader(found.Content, Encoding.UTF8);
        return (await reader.ReadToEndAsync(cancellationToken), found.Properties.ETag);
    }

    private static ObjectName SettingsOf(string site, string device) => new(StoreLayout.SettingsOf(site, device));

    private static ObjectName SignatureOf(string site, string device) => new(StoreLayout.SignatureOf(site, device));
}

/// <param name="Text">The JSON; null if none is published.</param>
/// <param name="Version">Of it.</param>
/// <param name="SignatureVersion">Of what is beside it; null if nothing is.</param>
public sealed record PublishedSettings(string? Text, ETag? Version, ETag? SignatureVersion);
