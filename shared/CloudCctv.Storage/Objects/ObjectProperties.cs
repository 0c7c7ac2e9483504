namespace CloudCctv.Storage.Objects;

/// <param name="Name">The whole name, prefix included.</param>
/// <param name="Bytes">Length of the content.</param>
/// <param name="ETag">This version.</param>
/// <param name="WrittenAt">When the store took this version, by the store's clock, UTC.</param>
public sealed record ObjectProperties(ObjectName Name, long Bytes, ETag ETag, DateTimeOffset WrittenAt);
