using System.Globalization;

namespace CloudCctv.Uploader.Clips;

/// <summary>The command lines of ffmpeg for clips. No text of a user is in them, but for the path of the data folder.</summary>
internal static class ClipArguments
{
    private static readonly string[] Quiet = ["-nostdin", "-hide_banner", "-nostats", "-loglevel", "error"];

    /// <summary>Fixed-width ones first, so that the time does not dance.</summary>
    private static readonly string[] Fonts =
    [
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
        "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf",
        "/usr/share/fonts/truetype/freefont/FreeMono.ttf",
        "/usr/share/fonts/truetype/noto/NotoMono-Regular.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "/usr/share/fonts/truetype/piboto/Piboto-Regular.ttf",
    ];

    /// <summary>What times are drawn with; null if there is none on this computer.</summary>
    public static string? Font => Array.Find(Fonts, File.Exists);

    /// <summary>From a Matroska stream of JPEGs on the input to a file that can be read up to wherever it is cut.</summary>
    /// <param name="options">Codec and quality.</param>
    /// <param name="font">For the time; null for no time.</param>
    /// <param name="start">When the first frame was taken.</param>
    /// <param name="part">Path of the file.</param>
    public static IReadOnlyList<string> Record(ClipOptions options, string? font, DateTimeOffset start, string part) =>
    [
        .. Quiet,
        // One thread decodes and the input is not watched for seconds to guess its rate: what is held back, a crash takes.
        "-protocol_whitelist", "pipe", "-threads", "1", "-analyzeduration", "1", "-f", "matroska", "-i", "pipe:0", "-map", "0:v:0", "-fps_mode", "passthrough",
        .. options.Codec == ClipCodec.Copy ? (string[])["-c:v", "copy"] : H264(options, font, start),
        "-fs", Text(options.MaximumClipBytes), "-cluster_time_limit", "500", "-flush_packets", "1", "-f", "matroska", "-y", "file:" + part,
    ];

    /// <summary>From such a file to an mp4 that starts to play before all of it has been loaded.</summary>
    public static IReadOnlyList<string> Finish(string part, string mp4) =>
    [
        .. Quiet, "-protocol_whitelist", "file", "-f", "matroska", "-i", "file:" + part,
        "-map", "0:v:0", "-c", "copy", "-movflags", "+faststart", "-f", "mp4", "-y", "file:" + mp4,
    ];

    // Sides must be even for 4:2:0; JPEG uses 0..255, video 16..235.
    private static string[] H264(ClipOptions options, string? font, DateTimeOffset start) =>
    [
        "-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2:out_range=tv,format=yuv420p" + (font is null ? "" : "," + Time(font, start)),
        "-c:v", "libx264", "-preset", "superfast", "-tune", "zerolatency", "-threads", "2", "-g", "50",
        "-crf", Text((long)Math.Round(51 - (options.Quality * 0.38))),
    ];

    // The filter adds the time of the frame in the clip to the time given here, and writes that out.
    private static string Time(string font, DateTimeOffset start)
    {
        var seconds = (start.ToUnixTimeMilliseconds() / 1000.0).ToString("0.000", CultureInfo.InvariantCulture);
        return $@"drawtext=fontfile={font}:text='%{{pts\:gmtime\:{seconds}\:%Y-%m-%d %H\\\:%M\\\:%S UTC}}'"
            + @":x=8:y=8:fontsize=max(h/24\,12):fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=4";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
