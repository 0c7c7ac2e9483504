namespace CloudCctv.Uploader.Capture.Packets;

/// <summary>The parts of ffmpeg's command lines that belong to packets.</summary>
internal static class PacketArguments
{
    /// <summary>
    /// The output of the ffmpeg that watches. Track 1 is brightness at a quarter of the sides, exactly the 4 × 4 mean that the gate
    /// makes of a whole picture; track 2 is what the camera sent.
    /// </summary>
    public static IReadOnlyList<string> Watch { get; } =
    [
        "-filter_complex",
        "[0:v:0]extractplanes=y,scale=ceil(iw/4):ceil(ih/4):flags=area+accurate_rnd:in_range=full:out_range=full,format=gray,split[luma][copy];[copy]crop=1:1:0:0[end]",
        "-map", "[luma]", "-map", "0:v:0", "-map", "[end]", "-c:v", "rawvideo", "-c:v:1", "copy",
        // Matroska holds a block back until the next one begins: the third track, of one point, sends the other two on their way at once.
        "-fps_mode", "passthrough", "-enc_time_base", "1:1000", "-f", "matroska", "-live", "1", "-flush_packets", "1", "-cluster_size_limit", "1", "pipe:1",
    ];

    /// <summary>The whole command line of the ffmpeg that decodes packets to full pictures.</summary>
    public static IReadOnlyList<string> Decode { get; } =
    [
        "-hide_banner", "-nostats", "-loglevel", "level+error",
        // Neither to look ahead nor to work on several at once: each packet's picture is wanted before the next packet.
        "-protocol_whitelist", "pipe", "-probesize", "32", "-analyzeduration", "0", "-threads", "1", "-flags", "low_delay",
        "-f", "matroska", "-i", "pipe:0",
        "-map", "0:v:1", "-vf", "format=pix_fmts=yuv420p|yuvj420p", "-fps_mode", "passthrough", "-f", "yuv4mpegpipe", "pipe:1",
    ];
}
