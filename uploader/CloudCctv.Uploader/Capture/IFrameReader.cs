using CloudCctv.Imaging;

namespace CloudCctv.Uploader.Capture;

/// <summary>A picture as it came out of a child's pipe.</summary>
internal readonly record struct RawPicture(PooledBytes Data, FrameFormat Format, int Width, int Height, bool FullRange);

internal interface IFrameReader
{
    /// <returns>Null at the end of the stream. A picture that is cut off by it does not count.</returns>
    /// <exception cref="InvalidDataException">The stream is not of the expected kind.</exception>
    ValueTask<RawPicture?> ReadAsync(CancellationToken cancellationToken);
}
