using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudCctv.Uploader.Capture;

/// <summary>What ffmpeg says of the input's video stream when it has opened it.</summary>
/// <param name="Codec">ffmpeg's name of the codec, for instance <c>mjpeg</c> or <c>h264</c>.</param>
/// <param name="FramesPerSecond">Null if it does not know.</param>
public sealed partial record StreamInfo(string Codec, double? FramesPerSecond)
{
    public bool IsMotionJpeg => Codec == "mjpeg";

    /// <summary>Reads a line such as <c>Stream #0:0: Video: mjpeg (Baseline), yuvj420p(pc), 1920x1080, 10 fps, 10 tbr, 10 tbn</c>.</summary>
    public static StreamInfo? TryParse(string line) => VideoLine().Match(line) is { Success: true } match
        ? new StreamInfo(
            match.Groups["codec"].Value,
            Rate().Match(line) is { Success: true } rate ? double.Parse(rate.Groups["fps"].ValueSpan, CultureInfo.InvariantCulture) : null)
        : null;

    [GeneratedRegex(@"^\s*Stream #0:\d+.*?: Video: (?<codec>\w+)")]
    private static partial Regex VideoLine();

    [GeneratedRegex(@", (?<fps>\d+(\.\d+)?) fps")]
    private static partial Regex Rate();
}
