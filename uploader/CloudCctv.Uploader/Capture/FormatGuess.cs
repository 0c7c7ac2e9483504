namespace CloudCctv.Uploader.Capture;

/// <summary>
/// In which form a source's pictures are asked for: first guessed from its address, then corrected by what ffmpeg saw, and
/// remembered over restarts, so that a camera is asked wrongly once at most.
/// </summary>
/// <param name="kind">Of the source.</param>
internal sealed class FormatGuess(SourceKind kind)
{
    public FrameFormat Value { get; private set; } = kind == SourceKind.Device ? FrameFormat.Jpeg : FrameFormat.Yuv420;

    /// <param name="info">What ffmpeg said; null if it could not open the source at all.</param>
    /// <returns>False if the guess was wrong; it is right now.</returns>
    public bool Confirm(StreamInfo? info)
    {
        // A webcam without MJPEG does not open when asked for it.
        var right = info is not null ? (info.IsMotionJpeg ? FrameFormat.Jpeg : FrameFormat.Yuv420)
            : kind == SourceKind.Device ? FrameFormat.Yuv420
            : Value;
        var confirmed = right == Value;
        Value = right;
        return confirmed;
    }
}
