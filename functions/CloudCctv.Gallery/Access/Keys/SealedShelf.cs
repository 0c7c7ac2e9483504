using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Gallery.Access.Keys;

/// <summary>Small records of one kind, each sealed under the access key. Thread-safe, over processes too.</summary>
/// <param name="store">Where they lie.</param>
/// <param name="key">What they are sealed under.</param>
/// <param name="purpose">What was sealed for one purpose opens for no other.</param>
/// <param name="type">How a record is written.</param>
internal sealed class SealedShelf<T>(IObjectStore store, AccessKey key, string purpose, JsonTypeInfo<T> type)
    where T : class
{
    /// <summary>What is longer is not read.</summary>
    public const long MaxBytes = 64 << 10;

    /// <returns>Null if there is nothing of that name.</returns>
    public async Task<SealedRecord<T>?> ReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        await using var found = await store.OpenReadAsync(name, cancellationToken);
        if (found is null || found.Properties.Bytes > MaxBytes)
        {
            return found is null ? null : new(Value: null, found.Properties.ETag);
        }

        using var whole = new MemoryStream();
        await found.Content.CopyToAsync(whole, cancellationToken);
        return new(Open(whole.ToArray()), found.Properties.ETag);
    }

    public Task PutAsync(ObjectName name, T value, CancellationToken cancellationToken) => store.PutAsync(name, Close(value), cancellationToken);

    /// <param name="name">Which.</param>
    /// <param name="value">What to write.</param>
    /// <param name="over">The version that it takes the place of; null if there was none.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>False if somebody else wrote meanwhile, or it is gone. Nothing has changed then.</returns>
    public async Task<bool> TryPutAsync(ObjectName name, T value, ETag? over, CancellationToken cancellationToken)
    {
        var whole = Close(value);
        if (over is { } seen)
        {
            return await store.TryReplaceAsync(name, whole, seen, cancellationToken);
        }

        using var content = new MemoryStream(whole, writable: false);
        return await store.PutNewAsync(name, content, cancellationToken) == PutOutcome.Created;
    }

    private byte[] Close(T value) => KeySeal.Close(key, purpose, JsonSerializer.SerializeToUtf8Bytes(value, type));

    private T? Open(byte[] whole)
    {
        try
        {
            return JsonSerializer.Deserialize(KeySeal.Open(key, purpose, whole), type);
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }
}

/// <param name="Value">Null if it was sealed under another access key, or changed since.</param>
/// <param name="Version">Of the object, whatever is in it.</param>
internal sealed record SealedRecord<T>(T? Value, ETag Version)
    where T : class;
