using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Live.Saved;

/// <summary>
/// The picture of a camera's undisturbed scene, by which the baseline gate judges, for people to look at. Nothing on the page
/// deletes it; the next snap takes its place. One thread keeps, any may ask.
/// </summary>
/// <param name="folder">Where it lies; made when the first comes.</param>
/// <param name="camera">For the log.</param>
/// <param name="logger">Told when it cannot be kept.</param>
internal sealed class SceneKeeper(string folder, string camera, ILogger logger)
{
    private const int Quality = 85;

    /// <summary>Where the picture is, if there is one.</summary>
    public string FilePath { get; } = Path.GetFullPath(Path.Combine(folder, "scene.jpg"));

    /// <summary>When it was taken, UTC; null if there is none.</summary>
    public DateTimeOffset? Time => new FileInfo(FilePath) is { Exists: true } file ? file.LastWriteTimeUtc : null;

    /// <param name="frame">Stays the caller's.</param>
    public void Keep(Frame frame)
    {
        if (frame.CopyPicture() is not { } picture)
        {
            return;
        }

        try
        {
            using var encoder = new FrameEncoder(Quality);
            using var jpeg = encoder.ToJpeg(picture);
            Write(jpeg.Span, frame.Time);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JpegException)
        {
            logger.SceneUnwritable(camera, exception.Message);
        }
    }

    private void Write(ReadOnlySpan<byte> jpeg, DateTimeOffset time)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        var part = FilePath + ".part";
        File.WriteAllBytes(part, jpeg);
        File.SetLastWriteTimeUtc(part, time.UtcDateTime);
        File.Move(part, FilePath, overwrite: true);
    }
}
