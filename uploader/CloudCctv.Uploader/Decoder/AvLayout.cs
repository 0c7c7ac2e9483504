namespace CloudCctv.Uploader.Decoder;

/// <summary>
/// Where the few fields lie that libavformat, libavcodec and libavutil have no function for; bytes from the start of their struct, on
/// 64-bit computers. Within a major version fields are only appended. Those that are the same in all known versions are constants.
/// </summary>
/// <param name="Format">Major version of libavformat.</param>
/// <param name="Codec">Major version of libavcodec.</param>
/// <param name="Util">Major version of libavutil.</param>
/// <param name="StreamParameters"><c>AVStream.codecpar</c>.</param>
/// <param name="FrameRange"><c>AVFrame.color_range</c>.</param>
/// <param name="FrameMatrix"><c>AVFrame.colorspace</c>.</param>
internal sealed record AvLayout(int Format, int Codec, int Util, int StreamParameters, int FrameRange, int FrameMatrix)
{
    public const int ContextStreams = 48;
    public const int ParametersCodec = 4;
    public const int PacketStream = 36;
    public const int FrameData = 0;
    public const int FrameStrides = 64;
    public const int FrameWidth = 104;
    public const int FrameHeight = 108;
    public const int FrameFormat = 116;

    /// <summary>Taken from the headers of Debian 13 (ffmpeg 7.1) and Debian 12 (ffmpeg 5.1), newest first.</summary>
    public static IReadOnlyList<AvLayout> Known { get; } = [new(61, 61, 59, 16, 296, 308), new(59, 59, 57, 208, 320, 332)];
}
