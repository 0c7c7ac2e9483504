using System.Text.RegularExpressions;

namespace CloudCctv.Uploader.Capture;

/// <summary>A line of ffmpeg's log, as <c>-loglevel level+info</c> writes it: <c>[mjpeg @ 0x55d0] [error] what is wrong</c>.</summary>
/// <param name="Text">Without level and addresses of memory.</param>
/// <param name="IsComplaint">Whether it says that something of the input was lost.</param>
internal readonly partial record struct FfmpegLine(string Text, bool IsComplaint)
{
    public static FfmpegLine Parse(string line)
    {
        var match = Tagged().Match(line);
        var text = match.Groups["text"].Value;
        return new FfmpegLine(text, match.Groups["level"].Value is "error" or "fatal" or "panic" || text.Contains("corrupt", StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"^(\[[^\]]*@ 0x[0-9a-f]+\] )*(\[(?<level>[a-z]+)\] )?(?<text>.*)$")]
    private static partial Regex Tagged();
}
