using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Stores;

/// <summary>Small objects in one piece.</summary>
internal static class ObjectStoreExtensions
{
    // Ten times the record of a batch whose thousand frames are all at fault.
    private const long MaxRecordBytes = 4 << 20;

    /// <summary>Creates an object from bytes in memory; see <see cref="IObjectStore.PutNewAsync"/>.</summary>
    public static async Task<PutOutcome> PutNewAsync(this IObjectStore store, ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var stream = MemoryMarshal.TryGetArray(content, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
        return await store.PutNewAsync(name, stream, cancellationToken);
    }

    /// <summary>Reads a JSON object with the version it had, or null if there is none.</summary>
    /// <exception cref="InvalidDataException">It is there and is not what <paramref name="type"/> reads.</exception>
    public static Task<Versioned<T>?> ReadJsonAsync<T>(this IObjectStore store, ObjectName name, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => store.ReadJsonAsync(name, type, MaxRecordBytes, cancellationToken);

    /// <summary>The same of what may be larger, or must be smaller.</summary>
    /// <exception cref="InvalidDataException">It is there and is not what <paramref name="type"/> reads, or has more than <paramref name="maxBytes"/>.</exception>
    public static async Task<Versioned<T>?> ReadJsonAsync<T>(this IObjectStore store, ObjectName name, JsonTypeInfo<T> type, long maxBytes, CancellationToken cancellationToken)
        where T : class
    {
        await using var found = await store.OpenReadAsync(name, cancellationToken);
        if (found is null)
        {
            return null;
        }

        if (found.Properties.Bytes > maxBytes)
        {
            throw new InvalidDataException($"Object '{name}' is not readable: it has {found.Properties.Bytes} bytes; at most {maxBytes} are read.");
        }

        try
        {
            var value = await JsonSerializer.DeserializeAsync(found.Content, type, cancellationToken) ?? throw new JsonException("The JSON value is null.");
            return new Versioned<T>(value, found.Properties.ETag);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Object '{name}' is not readable: {exception.Message}", exception);
        }
    }

    public static Task<PutOutcome> PutNewJsonAsync<T>(this IObjectStore store, ObjectName name, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        store.PutNewAsync(name, JsonSerializer.SerializeToUtf8Bytes(value, type), cancellationToken);

    public static Task PutJsonAsync<T>(this IObjectStore store, ObjectName name, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        store.PutAsync(name, JsonSerializer.SerializeToUtf8Bytes(value, type), cancellationToken);

    /// <returns>False if it has changed or gone since <paramref name="ifMatch"/> was read.</returns>
    public static Task<bool> TryReplaceJsonAsync<T>(this IObjectStore store, ObjectName name, T value, JsonTypeInfo<T> type, ETag ifMatch, CancellationToken cancellationToken) =>
        store.TryReplaceAsync(name, JsonSerializer.SerializeToUtf8Bytes(value, type), ifMatch, cancellationToken);
}

/// <summary>A value and the version of the object that held it.</summary>
internal sealed record Versioned<T>(T Value, ETag ETag);
