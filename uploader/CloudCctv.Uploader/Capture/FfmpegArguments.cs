namespace CloudCctv.Uploader.Capture;

/// <summary>
/// The command line of ffmpeg for a source. No text of a user becomes an option: a path is the value of <c>-i</c>, and a URL,
/// which may hold a password that others could read in the list of processes, goes to ffmpeg's input as a list of one.
/// </summary>
internal static class FfmpegArguments
{
    private static readonly string[] OneTrack = ["-map", "0:v:0", "-an", "-sn", "-dn"];

    /// <param name="source">A file, a URL or a device.</param>
    /// <param name="format">JPEG lets a camera's own JPEGs pass through untouched; for other codecs ask for decoded pictures.</param>
    /// <param name="options">Speed of files, transport of RTSP.</param>
    public static IReadOnlyList<string> For(SourceAddress source, FrameFormat format, CaptureOptions options) =>
    [
        "-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+info",
        .. Input(source, format, options),
        .. Output(format),
    ];

    /// <summary>What ffmpeg is given on its input; null for nothing.</summary>
    public static string? InputText(SourceAddress source, CaptureOptions options) =>
        source.Kind is SourceKind.Http or SourceKind.Rtsp ? string.Join('\n', Script(source, options)) + "\n" : null;

    private static IEnumerable<string> Input(SourceAddress source, FrameFormat format, CaptureOptions options) => source.Kind switch
    {
        // "file:" keeps a path that looks like another protocol from being one.
        SourceKind.File => [.. options.MaxSpeed ? [] : (string[])["-re"], "-protocol_whitelist", "file", "-i", "file:" + source.Location],
        SourceKind.Http => [.. OneUrlOf("http,https,tcp,tls")],
        SourceKind.Rtsp => [.. OneUrlOf("rtsp,rtp,udp,tcp,tls")],
        SourceKind.Device => ["-f", "v4l2", .. format == FrameFormat.Jpeg ? (string[])["-input_format", "mjpeg"] : [], "-i", source.Location],
        _ => throw new ArgumentOutOfRangeException(nameof(source), source.Kind, "ffmpeg is not used for this kind of source."),
    };

    private static string[] OneUrlOf(string protocols) =>
        ["-f", "concat", "-safe", "0", "-protocol_whitelist", "pipe," + protocols, "-fflags", "nobuffer", "-i", "pipe:0"];

    // In a URL %27 is the same as ', which would end the text.
    private static IEnumerable<string> Script(SourceAddress source, CaptureOptions options) =>
        ["ffconcat version 1.0", $"file '{source.Location.Replace("'", "%27", StringComparison.Ordinal)}'", "option fflags nobuffer", .. Options(source, options)];

    // ffmpeg by itself believes any certificate. Without a transport it tries UDP first and goes over to TCP.
    private static string[] Options(SourceAddress source, CaptureOptions options) => (source.Kind, options.RtspTransport) switch
    {
        (SourceKind.Http, _) => source.Location.StartsWith("https:", StringComparison.Ordinal) && !options.AcceptAnyCertificate ? ["option tls_verify 1"] : [],
        (_, RtspTransport.Tcp) => ["option rtsp_transport tcp"],
        (_, RtspTransport.Udp) => ["option rtsp_transport udp"],
        _ => [],
    };

    private static IReadOnlyList<string> Output(FrameFormat format) => format switch
    {
        FrameFormat.Jpeg => [.. OneTrack, "-c:v", "copy", "-f", "mpjpeg", "pipe:1"],
        _ => [.. OneTrack, "-vf", "format=pix_fmts=yuv420p|yuvj420p", "-fps_mode", "passthrough", "-f", "yuv4mpegpipe", "pipe:1"],
    };
}
