using CloudCctv.Imaging;

namespace CloudCctv.Uploader.Capture;

/// <summary>A picture as it came out of a child's pipe or a connection.</summary>
internal readonly record struct RawPicture(PooledBytes Data, FrameFormat Format, int Width, int Height, bool FullRange)
{
    /// <summary>When it was taken by the camera's own clock, if it says so.</summary>
    public DateTimeOffset? Time { get; init; }

    public static RawPicture Jpeg(PooledBytes data) => new(data, FrameFormat.Jpeg, 0, 0, true);
}

internal interface IFrameReader
{
    /// <returns>Null at the end of the stream. A picture that is cut off by it does not count.</returns>
    /// <exception cref="InvalidDataException">The stream is not of the expected kind.</exception>
    ValueTask<RawPicture?> ReadAsync(CancellationToken cancellationToken);
}
