namespace CloudCctv.Uploader.Capture;

/// <summary>The command line of ffmpeg for a source. No text of a user becomes an option: only the value of <c>-i</c>.</summary>
public static class FfmpegArguments
{
    /// <param name="source">Any but a folder.</param>
    /// <param name="format">JPEG lets a camera's own JPEGs pass through untouched; for other codecs ask for decoded pictures.</param>
    /// <param name="maxSpeed">For files: do not slow down to the speed of the recording.</param>
    public static IReadOnlyList<string> For(SourceAddress source, FrameFormat format, bool maxSpeed) =>
    [
        "-nostdin", "-hide_banner", "-nostats", "-loglevel", "info",
        .. Input(source, format, maxSpeed),
        "-map", "0:v:0", "-an", "-sn", "-dn",
        .. Output(format),
    ];

    private static IEnumerable<string> Input(SourceAddress source, FrameFormat format, bool maxSpeed) => source.Kind switch
    {
        // "file:" keeps a path that looks like another protocol from being one.
        SourceKind.File => [.. maxSpeed ? [] : (string[])["-re"], "-protocol_whitelist", "file", "-i", "file:" + source.Location],
        SourceKind.Http => ["-protocol_whitelist", "http,https,tcp,tls", "-fflags", "nobuffer", "-i", source.Location],
        SourceKind.Rtsp => ["-protocol_whitelist", "rtsp,rtp,udp,tcp,tls", "-rtsp_transport", "tcp", "-fflags", "nobuffer", "-i", source.Location],
        SourceKind.Device => ["-f", "v4l2", .. format == FrameFormat.Jpeg ? (string[])["-input_format", "mjpeg"] : [], "-i", source.Location],
        _ => throw new ArgumentOutOfRangeException(nameof(source), source.Kind, "ffmpeg is not used for this kind of source."),
    };

    private static string[] Output(FrameFormat format) => format == FrameFormat.Jpeg
        ? ["-c:v", "copy", "-f", "mpjpeg", "pipe:1"]
        : ["-vf", "format=pix_fmts=yuv420p|yuvj420p", "-fps_mode", "passthrough", "-f", "yuv4mpegpipe", "pipe:1"];
}
