namespace CloudCctv.Uploader.Capture;

/// <summary>The command line of ffmpeg for a source. No text of a user becomes an option: only the value of <c>-i</c>.</summary>
internal static class FfmpegArguments
{
    /// <param name="source">A file, a URL or a device.</param>
    /// <param name="format">JPEG lets a camera's own JPEGs pass through untouched; for other codecs ask for decoded pictures.</param>
    /// <param name="options">Speed of files, transport of RTSP.</param>
    public static IReadOnlyList<string> For(SourceAddress source, FrameFormat format, CaptureOptions options) =>
    [
        "-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+info",
        .. Input(source, format, options),
        "-map", "0:v:0", "-an", "-sn", "-dn",
        .. Output(format),
    ];

    private static IEnumerable<string> Input(SourceAddress source, FrameFormat format, CaptureOptions options) => source.Kind switch
    {
        // "file:" keeps a path that looks like another protocol from being one.
        SourceKind.File => [.. options.MaxSpeed ? [] : (string[])["-re"], "-protocol_whitelist", "file", "-i", "file:" + source.Location],
        SourceKind.Http => ["-protocol_whitelist", "http,https,tcp,tls", "-fflags", "nobuffer", .. Certificates(source, options), "-i", source.Location],
        SourceKind.Rtsp =>
        [
            "-protocol_whitelist", "rtsp,rtp,udp,tcp,tls", .. Transport(options.RtspTransport), "-fflags", "nobuffer", "-i", source.Location,
        ],
        SourceKind.Device => ["-f", "v4l2", .. format == FrameFormat.Jpeg ? (string[])["-input_format", "mjpeg"] : [], "-i", source.Location],
        _ => throw new ArgumentOutOfRangeException(nameof(source), source.Kind, "ffmpeg is not used for this kind of source."),
    };

    // ffmpeg by itself believes any certificate.
    private static string[] Certificates(SourceAddress source, CaptureOptions options) =>
        source.Location.StartsWith("https:", StringComparison.Ordinal) && !options.AcceptAnyCertificate ? ["-tls_verify", "1"] : [];

    // Without the option ffmpeg tries UDP first and goes over to TCP.
    private static string[] Transport(RtspTransport transport) => transport switch
    {
        RtspTransport.Tcp => ["-rtsp_transport", "tcp"],
        RtspTransport.Udp => ["-rtsp_transport", "udp"],
        _ => [],
    };

    private static string[] Output(FrameFormat format) => format == FrameFormat.Jpeg
        ? ["-c:v", "copy", "-f", "mpjpeg", "pipe:1"]
        : ["-vf", "format=pix_fmts=yuv420p|yuvj420p", "-fps_mode", "passthrough", "-f", "yuv4mpegpipe", "pipe:1"];
}
