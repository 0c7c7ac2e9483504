using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudCctv.Uploader.Capture;

/// <summary>What ffmpeg says of the input's video stream when it has opened it.</summary>
/// <param name="Codec">ffmpeg's name of the codec, for instance <c>mjpeg</c> or <c>h264</c>.</param>
/// <param name="FramesPerSecond">Null if it does not know.</param>
public sealed partial record StreamInfo(string Codec, double? FramesPerSecond)
{
    /// <summary>How long a recording is, if it says so.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>By which matrix colours become brightness and two differences: <c>bt709</c>, <c>smpte170m</c>, …; null if the stream does not say.</summary>
    public string? Matrix { get; init; }

    public bool IsMotionJpeg => Codec == "mjpeg";

    /// <summary>Reads a line such as <c>Stream #0:0: Video: h264 (Main), yuv420p(tv, bt709, progressive), 1920x1080, 10 fps, 10 tbr, 10 tbn</c>.</summary>
    public static StreamInfo? TryParse(string line) => VideoLine().Match(line) is { Success: true } match
        ? new StreamInfo(
            match.Groups["codec"].Value,
            Rate().Match(line) is { Success: true } rate ? double.Parse(rate.Groups["fps"].ValueSpan, CultureInfo.InvariantCulture) : null)
        {
            Matrix = Colours().Match(line) is { Success: true } colours ? colours.Groups["matrix"].Value : null,
        }
        : null;

    /// <summary>Reads a line such as <c>Duration: 00:01:19.50, start: 0.000000, bitrate: 818 kb/s</c>.</summary>
    public static TimeSpan? TryParseDuration(string line) =>
        Length().Match(line) is { Success: true } match && TimeSpan.TryParse(match.Groups["time"].ValueSpan, CultureInfo.InvariantCulture, out var time) ? time : null;

    [GeneratedRegex(@"^\s*Stream #0:\d+.*?: Video: (?<codec>\w+)")]
    private static partial Regex VideoLine();

    [GeneratedRegex(@", (?<fps>\d+(\.\d+)?) fps")]
    private static partial Regex Rate();

    // One word if matrix, primaries and transfer are the same, else the matrix is the first of three.
    [GeneratedRegex(@" yuvj?4\w+\((?:tv|pc), (?<matrix>bt709|bt470bg|smpte170m|bt2020nc|fcc|smpte240m)\b")]
    private static partial Regex Colours();

    [GeneratedRegex(@"^\s*Duration: (?<time>\d{2}:\d{2}:\d{2}\.\d+)")]
    private static partial Regex Length();
}
