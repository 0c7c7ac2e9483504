using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace CloudCctv.Tests.Support;

/// <summary>Makes test clips and pictures; a test is skipped where ffmpeg is missing.</summary>
public static class Ffmpeg
{
    /// <summary>Runs ffmpeg to its end.</summary>
    public static void Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"ffmpeg ended with {process.ExitCode}: {complaint}");
    }

    /// <summary>Starts ffmpeg, for instance as a camera. The caller kills it.</summary>
    public static Process Start(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("ffmpeg", ["-nostdin", "-v", "error", .. arguments]) { RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed: run ./cctv setup");
            throw;
        }
    }

    /// <summary>A test picture (testsrc) through which something the size of a person walks to and fro, with a codec of choice.</summary>
    /// <param name="path">Where to; the extension chooses the container.</param>
    /// <param name="codec">ffmpeg's name.</param>
    /// <param name="frames">How many, at 10 per second.</param>
    /// <param name="size">Width × height.</param>
    /// <param name="extra">More options of the output.</param>
    public static string TestClip(string path, string codec, int frames, string size = "320x240", params string[] extra)
    {
        const string walk = "overlay=x='abs(mod(6*n,2*(W-w))-(W-w))':y=(H-h)/2";
        Run([
            "-f", "lavfi", "-i", $"testsrc=size={size}:rate=10[wall];testsrc2=size=48x96:rate=10[walker];[wall][walker]{walk}",
            "-frames:v", $"{frames}", "-pix_fmt", codec == "mjpeg" ? "yuvj420p" : "yuv420p", "-c:v", codec, .. extra, "-y", path]);
        return path;
    }
}
