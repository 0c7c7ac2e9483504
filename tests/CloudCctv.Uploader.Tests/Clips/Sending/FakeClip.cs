using System.Buffers.Binary;
using System.Globalization;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Uploader.Tests.Clips.Sending;

/// <summary>Files with the boxes of an H.264 mp4, and noise for a film: as long as a test wants, at once.</summary>
internal static class FakeClip
{
    private const int BoxesBytes = 8 + 16 + 8 + 32 + 8;

    /// <param name="path">Its folders are made.</param>
    /// <param name="bytes">Length of the file.</param>
    /// <param name="seed">Of the noise.</param>
    public static string Write(string path, int bytes = 5000, int seed = 1)
    {
        var content = new byte[bytes];
        new Random(seed).NextBytes(content.AsSpan(BoxesBytes));
        Box(content, 0, 24, "ftyp");
        Box(content, 24, 40, "moov");
        "stsd....avc1"u8.CopyTo(content.AsSpan(32));
        Box(content, 64, bytes - 64, "mdat");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>As the device would call the clip of an event.</summary>
    public static string PathIn(string folder, EventName name, string suffix = ".mp4") =>
        Path.Combine(folder, name.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), $"{name.Start.ToString("HHmmss", CultureInfo.InvariantCulture)}-{name.Id}{suffix}");

    private static void Box(Span<byte> file, int at, int bytes, string type)
    {
        BinaryPrimitives.WriteInt32BigEndian(file[at..], bytes);
        System.Text.Encoding.ASCII.GetBytes(type, file[(at + 4)..]);
    }
}
