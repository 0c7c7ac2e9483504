using System.Text;
using CloudCctv.Imaging;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture.Rtsp;
using CloudCctv.Uploader.Decoder;

namespace CloudCctv.Uploader.Tests.Decoder;

/// <summary>The real decoder as a child, on files instead of cameras.</summary>
internal static class DecoderSample
{
    /// <summary>A clip, encoded as asked.</summary>
    public static string Clip(TempFolder folder, string name, string codec, int frames, string size, params string[] extra)
    {
        var clip = folder.File(name);
        Ffmpeg.Run(["-f", "lavfi", "-i", $"testsrc=size={size}:rate=10", "-frames:v", $"{frames}", "-pix_fmt", "yuv420p", "-c:v", codec, .. extra, "-y", clip]);
        return clip;
    }

    public static PictureLink Start(string clip) => new(new DecoderRequest("file:" + clip, [("protocol_whitelist", "file")]), TimeProvider.System);

    /// <summary>All frames of a clip as ffmpeg itself decodes them.</summary>
    public static List<byte[]> Decode(TempFolder folder, string clip, int width, int height)
    {
        var raw = folder.File("decoded.yuv");
        Ffmpeg.Run("-i", clip, "-fps_mode", "passthrough", "-pix_fmt", "yuv420p", "-f", "rawvideo", "-y", raw);
        return [.. File.ReadAllBytes(raw).Chunk(DecoderMessage.FullBytes(width, height))];
    }

    /// <summary>Reads to the end.</summary>
    /// <param name="link">The decoder.</param>
    /// <param name="picture">Called with each picture, whose luma it must not keep.</param>
    /// <returns>How it ended and what it said of it; null if it ended without a word.</returns>
    public static async Task<(DecoderMessageKind Kind, string Why)?> ReadAsync(PictureLink link, Action<DecoderMessage, PooledBytes> picture)
    {
        while (await link.NextAsync() is { } said)
        {
            using var content = said.Content;
            if (said.Message.Kind != DecoderMessageKind.Picture)
            {
                return (said.Message.Kind, Encoding.UTF8.GetString(content.Span));
            }

            picture(said.Message, content);
        }

        return null;
    }
}
