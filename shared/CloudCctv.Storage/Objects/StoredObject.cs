namespace CloudCctv.Storage.Objects;

/// <summary>An object opened for reading. <see cref="Content"/> is read from one version, even if it is replaced meanwhile.</summary>
public sealed class StoredObject(Stream content, ObjectProperties properties) : IAsyncDisposable
{
    public Stream Content { get; } = content;

    public ObjectProperties Properties { get; } = properties;

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
