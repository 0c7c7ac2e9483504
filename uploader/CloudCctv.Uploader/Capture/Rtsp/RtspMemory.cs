namespace CloudCctv.Uploader.Capture.Rtsp;

/// <summary>What was learned of a camera's stream, remembered over its restarts.</summary>
internal sealed class RtspMemory
{
    // Once may be chance, or somebody who ended the wrong process.
    private const int MostCrashes = 3;

    private int crashes;

    /// <summary>Whether it is read through ffmpeg from now on.</summary>
    public bool IsForFfmpeg { get; private set; }

    public void Refuse() => IsForFfmpeg = true;

    /// <summary>The decoder ended as it should, whatever became of the stream.</summary>
    public void EndedWell() => crashes = 0;

    /// <summary>The decoder ended without a word.</summary>
    /// <returns>True if it has now done so too often.</returns>
    public bool Crashed() => IsForFfmpeg = ++crashes >= MostCrashes;
}
